// Keeps a lead in the sandbox's environment with dynamics-web-api: WhoAmI, create, retrieve, query, update, delete.
// usage: node dynamics_web_api_check.mjs AUTHORITY ENVIRONMENT TENANT APPLICATION SECRET ; exit 1 on the first difference
import assert from 'node:assert/strict';
import { DynamicsWebApi } from 'dynamics-web-api';

const [authority, environment, tenant, application, secret] = process.argv.slice(2);

async function token() {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: application, client_secret: secret, scope: `${environment}/.default` });
  const answer = await fetch(`${authority}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  assert.equal(answer.headers.get('cache-control').includes('no-store'), true);
  return (await answer.json()).access_token;
}

const api = new DynamicsWebApi({ serverUrl: environment, dataApi: { version: '9.2' }, onTokenRefresh: token });
const me = await api.callFunction('WhoAmI');
assert.match(me.UserId, /^[0-9a-f-]{36}$/);
const marker = 'MSFT_TEST_639264528000000000';
const lead = { subject: marker, lastname: marker, emailaddress1: `${marker}@test.com`, leadsourcecode: 8 };
const id = await api.create({ collection: 'leads', data: lead });
assert.match(String(id), /^[0-9a-f-]{36}$/i);
const row = await api.retrieve({ collection: 'leads', key: id, select: ['subject', 'leadsourcecode'], includeAnnotations: '*' });
assert.equal(row.subject, marker);
assert.equal(row['leadsourcecode@OData.Community.Display.V1.FormattedValue'], 'Web');
const shown = await api.create({ collection: 'leads', data: { ...lead, subject: 'second' }, returnRepresentation: true, select: ['subject'] });
assert.equal(shown.subject, 'second');
const found = await api.retrieveMultiple({ collection: 'leads', select: ['subject'], filter: `emailaddress1 eq '${lead.emailaddress1}'`, orderBy: ['subject desc'], count: true });
assert.deepEqual(found.value.map((row) => row.subject), ['second', marker]);
assert.equal(found.oDataCount, 2);
const all = await api.retrieveAll({ collection: 'leads', select: ['subject'], maxPageSize: 1 });
assert.equal(all.value.length, 2);
await api.update({ collection: 'leads', key: id, data: { jobtitle: 'Buyer' } });
await assert.rejects(api.create({ collection: 'leads', data: { ...lead, nothing: 'x' } }), (error) => error.status === 400);
await assert.rejects(api.retrieveMultiple({ collection: 'roles', select: ['name'] }), (error) => error.status === 403 && error.code === '0x80040220');
await assert.rejects(api.create({ collection: 'leads', data: lead, duplicateDetection: true }), (error) => error.status === 412 && error.code === '0x80040333');
for (const key of [id, shown.leadid]) await api.deleteRecord({ collection: 'leads', key });
await assert.rejects(api.retrieve({ collection: 'leads', key: id }), (error) => error.status === 404 && error.code === '0x80040217');
console.log('all well');
