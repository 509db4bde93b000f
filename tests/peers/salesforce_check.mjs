// jsforce against the sandbox: usage: salesforce_check.mjs URL CLIENT_ID CLIENT_SECRET OID
// Its own sign-in (client credentials), then leads made, found, changed and deleted; it sends chunked bodies.
import assert from 'node:assert/strict';
import jsforce from 'jsforce';

const [url, clientId, clientSecret, oid] = process.argv.slice(2);
const connection = new jsforce.Connection({ instanceUrl: url, oauth2: { clientId, clientSecret, loginUrl: url } });
await connection.authorize({ grant_type: 'client_credentials' });
assert.ok(connection.accessToken.startsWith(`${oid}!`));

const identity = await connection.identity();
assert.equal(identity.organization_id.slice(0, 15), oid);

const made = await connection.sobject('Lead').create({ LastName: "d'Arc", Company: 'Contoso', Email: 'Jeanne@Contoso.example', LeadSource: 'AzureMarketplace-INS|contoso.offer' });
assert.ok(made.success && made.id.startsWith('00Q'), JSON.stringify(made));
const lead = await connection.sobject('Lead').retrieve(made.id);
assert.equal(lead.Email, 'jeanne@contoso.example');
const found = await connection.sobject('Lead').find({ LastName: "d'Arc" }, ['Id', 'Company']).limit(5);
assert.deepEqual(found.map((row) => row.Id), [made.id]);
const since = await connection.query(`SELECT Id FROM Lead WHERE CreatedDate > ${new Date(Date.now() - 3600e3).toISOString()} AND (Company = 'Contoso' OR Company = 'Nobody')`);
assert.equal(since.totalSize, 1);
const described = await connection.sobject('Lead').describe();
assert.ok(described.fields.some((field) => field.name === 'LeadSource' && field.restrictedPicklist === false));
const updated = await connection.sobject('Lead').update({ Id: made.id, Title: 'Buyer' });
assert.ok(updated.success);
const gone = await connection.sobject('Lead').destroy(made.id);
assert.ok(gone.success);
await assert.rejects(connection.sobject('Lead').retrieve(made.id), { errorCode: 'ENTITY_IS_DELETED' });
await assert.rejects(connection.sobject('Lead').create({ LastName: 'x' }), { errorCode: 'REQUIRED_FIELD_MISSING' });
await assert.rejects(connection.query('SELECT FROM Lead'), { errorCode: 'MALFORMED_QUERY' });

const wrong = new jsforce.Connection({ instanceUrl: url, oauth2: { clientId, clientSecret: 'wrong', loginUrl: url } });
await assert.rejects(wrong.authorize({ grant_type: 'client_credentials' }), { name: 'invalid_client' });
console.log('ok');
