#!/usr/bin/env python3
"""Drives the sandbox's blob service with Microsoft's own client library.

usage: blob_sdk_check.py BLOB_ENDPOINT ACCOUNT KEY      (needs azure-storage-blob 12.31.1)

BLOB_ENDPOINT is the one in the sandbox's connection string. Ends with "N passed, N failed"; exit 1 if anything failed.
"""
import datetime
import sys

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import (
    AccountSasPermissions,
    BlobClient,
    BlobSasPermissions,
    BlobServiceClient,
    BlobType,
    ContainerClient,
    ContainerSasPermissions,
    ResourceTypes,
    generate_account_sas,
    generate_blob_sas,
    generate_container_sas,
)

if len(sys.argv) != 4:
    sys.exit(__doc__)
endpoint, account, key = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]
passed = failed = 0


def check(label, got, wanted):
    global passed, failed
    if got == wanted:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {label}: got {got!r}, wanted {wanted!r}")


def refused(label, call, status, code):
    """The call must fail with this status and this error code."""
    try:
        check(label, f"no error but {call()!r}", (status, code))
    except HttpResponseError as error:
        check(label, (error.status_code, error.error_code), (status, code))


def string(secret):
    return f"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={secret};BlobEndpoint={endpoint};"


def client(secret=key):
    # No repeats: each answer counts.
    return BlobServiceClient.from_connection_string(string(secret), retry_total=0)


service = client()

# Containers
container = service.create_container("sdk-made", metadata={"made": "here"})
refused("the same container again", lambda: service.create_container("sdk-made"), 409, "ContainerAlreadyExists")
refused("a bad name", lambda: service.create_container("two--dashes"), 400, "InvalidResourceName")
refused("too short a name", lambda: service.create_container("ab"), 400, "OutOfRangeInput")
check("containers", [one.name for one in service.list_containers()], ["marketplaceleads", "sdk-made"])
check("containers by prefix", [one.name for one in service.list_containers(name_starts_with="sdk")], ["sdk-made"])
look = container.get_container_properties()
check("properties", (look.metadata, look.public_access, look.lease.state), ({"made": "here"}, None, "available"))
container.set_container_metadata({"other": "one"})
check("metadata is replaced", container.get_container_properties().metadata, {"other": "one"})
check("exists", (container.exists(), service.get_container_client("nowhere").exists()), (True, False))
refused("a missing container", lambda: list(service.get_container_client("nowhere").list_blobs()), 404, "ContainerNotFound")

# Blobs
body = b'{"userDetails":{"email":"MSFT_TEST_1@test.com"}}'
made = container.upload_blob("a/b c&d <1>.json", body, metadata={"n": "1"}, content_settings=None)
refused("not over another", lambda: container.upload_blob("a/b c&d <1>.json", b"x"), 409, "BlobAlreadyExists")
check("download", made.download_blob().readall(), body)
check("a part", made.download_blob(offset=2, length=11).readall(), b"userDetails")
check("size and kind", (made.get_blob_properties().size, made.get_blob_properties().blob_type), (len(body), BlobType.BLOCKBLOB))
made.upload_blob(b"other", overwrite=True)
check("overwritten", made.download_blob().readall(), b"other")
tag = made.get_blob_properties().etag
made.set_blob_metadata({"n": "2"})
check("metadata", made.get_blob_properties().metadata, {"n": "2"})
refused("under an old tag", lambda: made.delete_blob(etag=tag, match_condition=MatchConditions.IfNotModified), 412, "ConditionNotMet")
log = container.get_blob_client("log.jsonl")
log.create_append_blob()
log.append_block(b"one\n")
check("append", log.append_block(b"two\n")["blob_append_offset"], "4")
check("appended", log.download_blob().readall(), b"one\ntwo\n")
refused("append to a block blob", lambda: made.append_block(b"x"), 409, "InvalidBlobType")
refused("a missing blob", lambda: container.get_blob_client("none").download_blob().readall(), 404, "BlobNotFound")
check("a missing blob's look", container.get_blob_client("none").exists(), False)
container.upload_blob("empty", b"")
check("an empty one", container.get_blob_client("empty").download_blob().readall(), b"")

# Lists
for number in range(25):
    container.upload_blob(f"many/{number:02}.json", body)
check("all of a page each", [one.name for one in container.list_blobs(name_starts_with="many/", results_per_page=4)], [f"many/{n:02}.json" for n in range(25)])
check("odd names", [one.name for one in container.list_blobs(name_starts_with="a/")], ["a/b c&d <1>.json"])
check("folders", sorted(one.name for one in container.walk_blobs(delimiter="/")), ["a/", "empty", "log.jsonl", "many/"])
one = next(iter(container.list_blobs(name_starts_with="a/", include=["metadata"])))
check("listed", (one.size, one.metadata, one.blob_type), (5, {"n": "2"}, BlobType.BLOCKBLOB))
old = {one.name: one.size for one in service.get_container_client("marketplaceleads").list_blobs()}
check("old leads", (len(old), old["backup/contosoleads.bak"]), (7, 1 << 30))
check("a part of a gigabyte", service.get_blob_client("marketplaceleads", "backup/contosoleads.bak").download_blob(offset=1 << 29, length=10).readall(), bytes(10))

# Signatures
end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
past = end - datetime.timedelta(hours=2)


def with_sas(sas):
    return ContainerClient(endpoint, "sdk-made", credential=sas, retry_total=0)


whole = generate_account_sas(account, key, ResourceTypes(container=True, object=True), AccountSasPermissions(read=True, list=True), end)
check("account SAS lists", len(list(with_sas(whole).list_blobs())), 28)
refused("and does not write", lambda: with_sas(whole).upload_blob("x", b"x"), 403, "AuthorizationPermissionMismatch")
objects = generate_account_sas(account, key, ResourceTypes(object=True), AccountSasPermissions(read=True, list=True), end)
refused("for objects alone", lambda: list(with_sas(objects).list_blobs()), 403, "AuthorizationResourceTypeMismatch")
narrow = generate_container_sas(account, "sdk-made", key, permission=ContainerSasPermissions(read=True, list=True), expiry=end)
check("container SAS lists", len(list(with_sas(narrow).list_blobs())), 28)
check("and reads", with_sas(narrow).get_blob_client("log.jsonl").download_blob().readall(), b"one\ntwo\n")
refused("and not the container itself", lambda: with_sas(narrow).get_container_properties(), 403, "AuthorizationResourceTypeMismatch")
other = ContainerClient(endpoint, "marketplaceleads", credential=narrow, retry_total=0)
refused("nor another container", lambda: list(other.list_blobs()), 403, "AuthenticationFailed")
single = generate_blob_sas(account, "sdk-made", "log.jsonl", account_key=key, permission=BlobSasPermissions(read=True), expiry=end)
check("blob SAS reads", BlobClient(endpoint, "sdk-made", "log.jsonl", credential=single).download_blob().readall(), b"one\ntwo\n")
refused("and not another", lambda: BlobClient(endpoint, "sdk-made", "empty", credential=single, retry_total=0).get_blob_properties(), 403, "AuthenticationFailed")
gone = generate_container_sas(account, "sdk-made", key, permission=ContainerSasPermissions(list=True), expiry=past)
refused("an expired one", lambda: list(with_sas(gone).list_blobs()), 403, "AuthenticationFailed")

# Keys
wrong = client("A" + key[1:] if key[0] != "A" else "B" + key[1:])
refused("a wrong key", lambda: list(wrong.list_containers()), 403, "AuthenticationFailed")

# Away with it
made.delete_blob()
refused("deleted", lambda: made.delete_blob(), 404, "BlobNotFound")
container.delete_container()
refused("the container too", lambda: container.get_container_properties(), 404, "ContainerNotFound")

print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
