// The function app that leadctl scaffold writes, run by Node with the host's part played here.
// usage: scaffold_function_check.js https|table APP_FOLDER [TABLE_CONNECTION_STRING]; NODE_PATH has the packages of the app.
const assert = require('assert');
const http = require('http');
const Module = require('module');
const path = require('path');

const [kind, folder, connection] = process.argv.slice(2);
const registered = {};
const output = { storageQueue: (options) => ({ type: 'queue', ...options }) };
const app = { http: (name, options) => { registered[name] = options; }, timer: (name, options) => { registered[name] = options; }, storageQueue: (name, options) => { registered[name] = options; } };
const load = Module._load;
Module._load = (name, ...rest) => (name === '@azure/functions' ? { app, output } : load(name, ...rest));

/** Whatever it logs must not be a person's. */
const logged = [];
const log = (...words) => logged.push(words.join(' '));
const outputs = [];
const context = { log, warn: log, error: log, extraOutputs: { set: (where, what) => outputs.push({ where, what }) } };
const noPersonLogged = () => assert(!/anna|berg|@contoso/i.test(logged.join('\n')), logged.join('\n'));

/** Where leads are forwarded to: keeps them, and refuses what it is told to. */
async function receiver() {
  const got = [];
  let refuse = () => false;
  let pause = 0;
  const server = http.createServer((request, response) => {
    let text = '';
    request.on('data', (part) => { text += part; });
    request.on('end', () => {
      const lead = JSON.parse(text);
      const refused = refuse(lead);
      if (!refused) got.push(lead);
      assert.strictEqual(request.headers['idempotency-key'], lead.key);
      setTimeout(() => response.writeHead(refused ? 500 : 202).end(), pause);
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  process.env.LEADS_FORWARD_URL = `http://127.0.0.1:${server.address().port}/`;
  return { got, refuse: (how) => { refuse = how; }, slow: (ms) => { pause = ms; }, close: () => { server.close(); server.closeAllConnections(); } };
}

async function https() {
  require(path.join(folder, 'src/functions/leads.js'));
  const { leads, deliver } = registered;
  assert.deepStrictEqual([leads.methods, leads.authLevel], [['POST'], 'function']);
  assert.strictEqual(leads.extraOutputs[0].queueName, deliver.queueName, 'what is put in is taken out');
  const post = async (text) => {
    outputs.length = 0;
    const answer = await leads.handler({ text: async () => text }, context);
    return { status: answer.status, lead: outputs[0]?.what };
  };
  const camel = { userDetails: { firstName: 'Anna', lastName: 'Berg', email: 'anna@contoso.example', phone: '1', country: 'NL', company: 'Contoso', title: 'CTO' }, leadSource: 'AzureMarketplace', actionCode: 'INS', offerTitle: 'Contoso CRM', description: null };
  const upper = (name) => name[0].toUpperCase() + name.slice(1);
  const recase = (fields, inner, outer) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name === 'userDetails' ? outer : upper(name), name === 'userDetails' ? Object.fromEntries(Object.entries(value).map(([key, text]) => [inner(key), text])) : value]));
  const bodies = { field: camel, docs: recase(camel, upper, 'UserDetails'), faq: recase(camel, upper, 'userDetails') };
  for (const [casing, body] of Object.entries(bodies)) {
    const { status, lead } = await post(JSON.stringify(body));
    assert.strictEqual(status, 200, casing);
    const told = [lead.firstName, lead.lastName, lead.email, lead.country, lead.company, lead.title, lead.source, lead.action, lead.offer, lead.description];
    assert.deepStrictEqual(told, ['Anna', 'Berg', 'anna@contoso.example', 'NL', 'Contoso', 'CTO', 'AzureMarketplace', 'INS', 'Contoso CRM', null], casing);
    assert.deepStrictEqual([lead.other, lead.problems, lead.test, lead.doNotContact], [{}, [], false, false], casing);
  }
  // Nulls everywhere, an unknown field, a byte-order mark, a combined source, a test.
  const nulls = await post(JSON.stringify({ userDetails: { firstName: null, email: null }, leadSource: null, actionCode: null, offerTitle: null, description: null }));
  assert.deepStrictEqual([nulls.status, nulls.lead.email, nulls.lead.action], [200, null, null]);
  assert.strictEqual((await post('{"userDetails":null}')).status, 200);
  const odd = await post(`\uFEFF${JSON.stringify({ leadSource: 'SPZA-DNC|contoso.crm', planId: { a: [1] }, description: 'MSFT_TEST_636573304831318844' })}`);
  assert.deepStrictEqual([odd.lead.source, odd.lead.action, odd.lead.offer, odd.lead.doNotContact, odd.lead.test], ['SPZA', 'DNC', 'contoso.crm', true, true]);
  assert.deepStrictEqual(odd.lead.other, { planId: { a: [1] } });
  // The same once more has the same key, another another.
  const key = async (body) => (await post(JSON.stringify(body))).lead.key;
  const [first, second, third] = [await key(camel), await key(camel), await key({ ...camel, description: 'again' })];
  assert(first === second && first !== third, `${first} ${second} ${third}`);
  for (const [text, status] of [['', 400], ['Anna', 400], ['[1]', 400], ['"Anna"', 400], ['null', 400], [`{"a":"${'x'.repeat(50_000)}"}`, 413]]) {
    const answer = await post(text);
    assert.deepStrictEqual([answer.status, answer.lead], [status, undefined], text.slice(0, 20));
  }
  // From the queue to the receiver; what it refuses is thrown, so that the host tries again.
  delete process.env.LEADS_FORWARD_URL;
  await assert.rejects(() => deliver.handler(odd.lead, context), /LEADS_FORWARD_URL/);
  const there = await receiver();
  await deliver.handler(odd.lead, context);
  assert.deepStrictEqual(there.got, [odd.lead]);
  there.refuse(() => true);
  await assert.rejects(() => deliver.handler(odd.lead, context), /answered 500/);
  there.close();
  noPersonLogged();
}

async function table() {
  const { TableClient } = require('@azure/data-tables');
  Object.assign(process.env, { AzureWebJobsStorage: connection, LEADS_CONNECTION: connection, LEADS_SINCE: '2020-01-01T00:00:00Z' });
  require(path.join(folder, 'src/functions/leads.js'));
  const run = () => registered.leads.handler({}, context);
  assert.strictEqual(registered.leads.schedule, '%LEADS_SCHEDULE%');
  delete process.env.LEADS_FORWARD_URL;
  await run();
  assert(logged.pop().startsWith('Nothing was read'), 'not set up yet');
  const there = await receiver();
  await run();
  assert.deepStrictEqual(there.got, [], 'there is no table yet');
  const rows = TableClient.fromConnectionString(connection, 'OurLeads', { allowInsecureConnection: true });
  const state = TableClient.fromConnectionString(connection, 'LeadsState', { allowInsecureConnection: true });
  await rows.createTable();
  let count = 0;
  const add = async (more) => {
    count += 1;
    const person = JSON.stringify({ FirstName: 'Anna', Email: `${count}@contoso.example`, Country: 'NL' });
    await rows.createEntity({ partitionKey: 'p', rowKey: String(1000 - count), ActionCode: 'PLT', LeadSource: 'SPZA', CustomerInfo: person, Description: ' ', OfferDisplayName: 'Contoso CRM', ...more });
    // Times have to differ for an order to be seen.
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  };
  const emails = () => there.got.map((lead) => lead.email && lead.email.split('@')[0]);
  for (let i = 0; i < 5; i += 1) await add({});
  await run();
  assert.deepStrictEqual(emails(), ['1', '2', '3', '4', '5'], 'in the order of their arrival');
  assert.deepStrictEqual([there.got[0].firstName, there.got[0].source, there.got[0].action, there.got[0].offer, there.got[0].key], ['Anna', 'SPZA', 'PLT', 'Contoso CRM', 'p/999']);
  await run();
  assert.strictEqual(there.got.length, 5, 'each once');
  // Rows that break readers: no JSON, encoded twice, null, numbers, other casings, unknown columns of every kind.
  there.got.length = 0;
  await add({ CustomerInfo: '{"FirstName":"An' });
  await add({ CustomerInfo: JSON.stringify(JSON.stringify({ firstName: 'Anna', email: 'twice@contoso.example' })) });
  await add({ CustomerInfo: '', ActionCode: 7, CreatedTime: { type: 'DateTime', value: '2026-11-01T00:05:00Z' }, Score: { type: 'Int64', value: '9007199254740993' }, Bytes: new Uint8Array([1, 2]) });
  await add({ CustomerInfo: null, actioncode: 'INS', ActionCode: undefined });
  await run();
  assert.deepStrictEqual(there.got.map((lead) => [lead.email, lead.action, lead.problems.length]), [[null, 'PLT', 1], ['twice@contoso.example', 'PLT', 0], [null, '7', 0], [null, 'INS', 0]]);
  assert.strictEqual(there.got[0].other.CustomerInfo, '{"FirstName":"An', 'nothing is lost');
  assert.deepStrictEqual(there.got[2].other, { Score: '9007199254740993', Bytes: 'AQI=' });
  assert.strictEqual(Date.parse(there.got[2].created), Date.parse('2026-11-01T00:05:00Z'));
  // A receiver that is down: nothing passes the lead that it refused, and nothing is lost when it is back.
  there.got.length = 0;
  for (let i = 0; i < 3; i += 1) await add({});
  const down = count - 1;
  there.refuse((lead) => lead.email === `${down}@contoso.example`);
  await assert.rejects(run, /comes first in the next run/);
  assert.deepStrictEqual(emails(), [String(down - 1)]);
  there.refuse(() => false);
  await run();
  assert.deepStrictEqual(emails(), [String(down - 1), String(down), String(down + 1)]);
  // One that is never taken is set aside after ten runs, and named.
  there.got.length = 0;
  await add({});
  await add({});
  there.refuse((lead) => lead.email === `${count - 1}@contoso.example`);
  for (let i = 0; i < 9; i += 1) await assert.rejects(run);
  await run();
  assert.deepStrictEqual(emails(), [String(count)]);
  const aside = [];
  for await (const row of state.listEntities({ queryOptions: { filter: "PartitionKey eq 'aside'" } })) aside.push(row.key);
  assert.deepStrictEqual(aside, [`p/${1000 - (count - 1)}`]);
  // Another run wrote meanwhile: this one ends instead of writing over it.
  there.refuse(() => false);
  there.got.length = 0;
  await add({});
  there.slow(400);
  const both = await Promise.allSettled([run(), run()]);
  there.slow(0);
  assert.deepStrictEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  await run();
  assert(new Set(emails()).size === 1 && there.got.length === 2, 'at least once, and not again and again');
  // More than one page, and more than one run takes.
  there.got.length = 0;
  const person = JSON.stringify({ Email: 'many@contoso.example' });
  for (let from = 0; from < 1200; from += 100) {
    await rows.submitTransaction(Array.from({ length: 100 }, (_, i) => ['create', { partitionKey: 'many', rowKey: String(from + i), ActionCode: 'INS', LeadSource: 'AzureMarketplace', CustomerInfo: person }]));
  }
  for (let i = 0; i < 3; i += 1) await run();
  assert.deepStrictEqual([there.got.length, new Set(there.got.map((lead) => lead.key)).size], [1200, 1200]);
  there.close();
  noPersonLogged();
}

({ https, table })[kind]().then(() => console.log('ok'), (error) => {
  console.error(error);
  process.exit(1);
});
