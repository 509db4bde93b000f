'use strict';

// How far it has come: the time of the newest delivered row, and the rows around that time that were delivered. It is written after each lead,
// and never over what another run wrote meanwhile.

const crypto = require('node:crypto');
const { TableClient } = require('@azure/data-tables');

const KEYS = { partitionKey: 'leads', rowKey: 'state' };

/** Characters of one column: the service takes 32,768. */
const COLUMN = 30_000;

/** Columns of remembered rows: some 20,000 rows. */
const COLUMNS = 20;

class State {
  static async open(begin) {
    const connection = process.env.AzureWebJobsStorage;
    const local = /^(UseDevelopmentStorage=true|DefaultEndpointsProtocol=http;)/i.test(connection);
    const client = TableClient.fromConnectionString(connection, 'LeadsState', { allowInsecureConnection: local });
    await client.createTable();
    const state = new State(client);
    try {
      state.take(await client.getEntity(KEYS.partitionKey, KEYS.rowKey));
    } catch (error) {
      if (error.statusCode !== 404) throw error;
      state.mark = new Date(begin).toISOString();
      await state.save();
    }
    return state;
  }

  constructor(client) {
    this.client = client;
    this.etag = null;
    this.mark = null;
    /** Name of the row to its time. */
    this.seen = new Map();
    this.refusedKey = '';
    this.refusals = 0;
  }

  take(row) {
    this.etag = row.etag;
    this.mark = row.mark;
    this.refusedKey = row.refusedKey ?? '';
    this.refusals = row.refusals ?? 0;
    let text = '';
    for (let place = 0; row[`seen${place}`] !== undefined; place += 1) text += row[`seen${place}`];
    this.seen = new Map(JSON.parse(text || '[]'));
  }

  /** Short, and without what a key may tell of a person. */
  name(key) {
    return crypto.createHash('sha256').update(key).digest('base64url').slice(0, 16);
  }

  knows(key) {
    return this.seen.has(this.name(key));
  }

  /** It was delivered, or set aside. */
  async passed(key, timestamp, overlap) {
    if (Date.parse(timestamp) > Date.parse(this.mark)) this.mark = timestamp;
    this.seen.set(this.name(key), timestamp);
    const oldest = Date.parse(this.mark) - overlap;
    for (const [name, at] of this.seen) if (Date.parse(at) < oldest) this.seen.delete(name);
    [this.refusedKey, this.refusals] = ['', 0];
    await this.save();
  }

  /** How often in a row this one was refused. */
  async refused(key) {
    this.refusals = this.refusedKey === this.name(key) ? this.refusals + 1 : 1;
    this.refusedKey = this.name(key);
    await this.save();
    return this.refusals;
  }

  async setAside(key, why) {
    await this.client.upsertEntity({ partitionKey: 'aside', rowKey: this.name(key), key, why: why.slice(0, 1000) }, 'Replace');
  }

  async save() {
    const row = { ...KEYS, mark: this.mark, refusedKey: this.refusedKey, refusals: this.refusals };
    const text = JSON.stringify([...this.seen]);
    // Beyond this a row might be delivered twice, and none is lost.
    if (text.length > COLUMN * COLUMNS) throw new Error('more leads arrived within ten minutes than can be told apart');
    for (let place = 0; place * COLUMN < text.length; place += 1) row[`seen${place}`] = text.slice(place * COLUMN, (place + 1) * COLUMN);
    const done = this.etag === null ? await this.client.createEntity(row) : await this.client.updateEntity(row, 'Replace', { etag: this.etag });
    this.etag = done.etag;
  }
}

module.exports = { State };
