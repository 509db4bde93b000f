'use strict';

// Every minute: the new rows of the table, the oldest first, each to src/deliver.js, at least once. Tables have no trigger of their own.
//
// Settings: LEADS_CONNECTION (connection string of the storage account that Partner Center writes to), LEADS_TABLE, LEADS_SCHEDULE,
// LEADS_SINCE (where the very first run begins, such as 2026-01-01T00:00:00Z; without it with what arrives now), and what deliver.js needs.
// How far it has come stands in the table LeadsState of the function app's own storage account (AzureWebJobsStorage).

const { app } = require('@azure/functions');
const { TableClient } = require('@azure/data-tables');
const { read } = require('../lead');
const { deliver, isReady } = require('../deliver');
const { State } = require('../state');

/** Rows that may still become visible behind the newest one; what was delivered in it is remembered. */
const OVERLAP = 10 * 60_000;

/** Leads of one run; where there are more, the next run goes on. */
const BATCH = 500;

/** A run ends before the host ends it. */
const MOST_TIME = 4 * 60_000;

/** A lead that was refused in so many runs is set aside, so that the others come through. */
const MOST_ATTEMPTS = 10;

async function run(timer, context) {
  if (!isReady()) {
    context.error('Nothing was read: src/deliver.js is not set up yet (LEADS_FORWARD_URL).');
    return;
  }
  const until = Date.now() + MOST_TIME;
  const options = { allowInsecureConnection: /^DefaultEndpointsProtocol=http;/i.test(process.env.LEADS_CONNECTION) };
  const leads = TableClient.fromConnectionString(process.env.LEADS_CONNECTION, process.env.LEADS_TABLE || '{{table}}', options);
  const state = await State.open(process.env.LEADS_SINCE || new Date().toISOString());
  const found = await fresh(leads, state);
  for (const { row, key } of found) {
    if (Date.now() > until) break;
    const { partitionKey, rowKey, timestamp, etag, ...columns } = row;
    try {
      await deliver(read(plain(columns), { key, arrived: timestamp }), context);
    } catch (error) {
      if (await state.refused(key) < MOST_ATTEMPTS) throw new Error(`lead ${state.name(key)} was not taken and comes first in the next run: ${error.message}`);
      await state.setAside(key, error.message);
      context.error(`Lead ${state.name(key)} was refused ${MOST_ATTEMPTS} times and set aside; it stands in LeadsState (PartitionKey aside) and in its own table.`);
    }
    await state.passed(key, timestamp, OVERLAP);
  }
  context.log(`${found.length} new leads`);
}

/** The oldest rows that were not delivered yet. */
async function fresh(leads, state) {
  const from = new Date(Date.parse(state.mark) - OVERLAP).toISOString();
  const found = [];
  try {
    for await (const row of leads.listEntities({ queryOptions: { filter: `Timestamp ge datetime'${from}'` } })) {
      const key = `${row.partitionKey}/${row.rowKey}`;
      if (state.knows(key)) continue;
      found.push({ row, key });
      // No more are kept in mind than are needed.
      if (found.length > 4 * BATCH) inOrder(found).length = BATCH;
    }
  } catch (error) {
    // The table is made with the first lead.
    if (error.statusCode !== 404) throw error;
  }
  const all = inOrder(found);
  all.length = Math.min(all.length, BATCH);
  return all;
}

/** Columns as JSON has them: the SDK gives times, long numbers and bytes as objects. */
function plain(columns) {
  const one = (value) => {
    if (typeof value === 'bigint') return String(value);
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    return value;
  };
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, one(value)]));
}

function inOrder(found) {
  const place = ({ row, key }) => `${row.timestamp} ${key}`;
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

app.timer('leads', { schedule: '%LEADS_SCHEDULE%', handler: run });
