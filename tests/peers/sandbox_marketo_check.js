// The sandbox's Marketo as node-marketo-rest sees it. usage: sandbox_marketo_check.js REST_URL CLIENT_ID CLIENT_SECRET FORM_ID
const assert = require('assert');
const Marketo = require('node-marketo-rest');

const [base, clientId, clientSecret, form] = process.argv.slice(2);
const open = (options) => new Marketo({
  endpoint: `${base}/rest`, identity: `${base}/identity`, clientId, clientSecret, retry: { maxRetries: 1, initialDelay: 10, maxDelay: 20 }, ...options,
});

async function main() {
  const marketo = open({});
  const made = await marketo.lead.createOrUpdate([{ email: 'node@contoso.example', firstName: 'Node' }], { lookupField: 'email' });
  assert.strictEqual(made.result[0].status, 'created');
  const { id } = made.result[0];
  const read = await marketo.lead.byId(id, { fields: ['email', 'firstName'] });
  assert.strictEqual(read.result[0].email, 'node@contoso.example');
  const found = await marketo.lead.find('email', ['node@contoso.example'], { fields: ['id', 'firstName'] });
  assert.strictEqual(found.result[0].firstName, 'Node');
  const described = await marketo.lead.describe();
  assert(described.result.some((field) => field.rest && field.rest.name === 'leadSource'));
  assert.strictEqual((await marketo.lead.partitions()).result[0].name, 'Default');
  assert((await marketo.stats.usage()).result[0].total >= 4);
  const kinds = await marketo.activities.getActivityTypes();
  assert(kinds.result.some((kind) => kind.name === 'Fill Out Form'));
  const begin = await marketo.lead.getPageToken('2020-01-01T00:00:00Z');
  const log = await marketo.lead.getActivities([id], [12], begin.nextPageToken);
  assert.strictEqual(log.result[0].leadId, id);
  assert.strictEqual(log.moreResult, false);
  // It has no words of its own for forms and for deleting.
  const shown = await marketo._connection.get(`/asset/v1/form/${form}.json`, {});
  assert.strictEqual(shown.result[0].status, 'approved');
  const gone = await marketo._connection.postJson('/v1/leads/delete.json', { input: [{ id }] }, {});
  assert.strictEqual(gone.result[0].status, 'deleted');
  assert.strictEqual((await marketo.lead.find('email', ['node@contoso.example'])).result.length, 0);
  await assert.rejects(() => marketo.lead.byId(id), (error) => error.errors[0].code === '1004');
  await assert.rejects(() => open({ clientSecret: 'wrong' }).lead.describe(), (error) => /Bad client credentials/.test(error.message + error.error_description));
}

main().then(() => console.log('ok'), (error) => {
  console.error(error);
  process.exit(1);
});
