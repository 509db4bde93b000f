// Drives a Table service with @azure/data-tables: create, insert, read, merge, filter, a duplicate, delete.
// usage: node sandbox_sdk_check.mjs ENDPOINT ACCOUNT KEY ; exit 1 on the first difference
import assert from 'node:assert/strict';
import { AzureNamedKeyCredential, TableClient, odata } from '@azure/data-tables';

const [endpoint, account, key] = process.argv.slice(2);
const table = `js${Date.now()}`;
const client = new TableClient(endpoint, table, new AzureNamedKeyCredential(account, key), { allowInsecureConnection: true });

await client.createTable();
await client.createEntity({ partitionKey: 'p', rowKey: "it's/1", FirstName: 'Zoë', N: 5 }).catch((error) => assert.equal(error.statusCode, 400));
await client.createEntity({ partitionKey: 'p', rowKey: "it's 1", FirstName: 'Zoë', N: 5 });
assert.equal((await client.getEntity('p', "it's 1")).FirstName, 'Zoë');
await client.upsertEntity({ partitionKey: 'p', rowKey: "it's 1", N: 6 }, 'Merge');
const merged = await client.getEntity('p', "it's 1");
assert.deepEqual([merged.FirstName, merged.N], ['Zoë', 6]);
await assert.rejects(client.createEntity({ partitionKey: 'p', rowKey: "it's 1" }), (error) => error.statusCode === 409);
for (let i = 0; i < 5; i++) await client.createEntity({ partitionKey: 'q', rowKey: String(i), V: i });
const found = [];
for await (const row of client.listEntities({ queryOptions: { filter: odata`PartitionKey eq 'q' and V ge ${3}` } })) found.push(row.V);
assert.deepEqual(found, [3, 4]);
let pages = 0;
for await (const _ of client.listEntities({ queryOptions: { filter: odata`PartitionKey eq 'q'` } }).byPage({ maxPageSize: 2 })) pages += 1;
assert.ok(pages >= 3, `pages: ${pages}`);
await client.deleteEntity('p', "it's 1");
await assert.rejects(client.getEntity('p', "it's 1"), (error) => error.statusCode === 404);
const wrong = new TableClient(endpoint, table, new AzureNamedKeyCredential(account, Buffer.alloc(64).toString('base64')), { allowInsecureConnection: true });
await assert.rejects(wrong.getEntity('p', 'x'), (error) => error.statusCode === 403);
await client.deleteTable();
