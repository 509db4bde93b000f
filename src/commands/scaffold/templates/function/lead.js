'use strict';

// One lead, whatever shape it came in: names in any casing, JSON inside of strings, values that are null, columns that nobody knows.
// Marketplace's documentation has PascalCase, what publishers report to receive is camelCase, a table has names of its own.

const crypto = require('node:crypto');

const NAMES = {
  leadsource: 'source',
  source: 'source',
  actioncode: 'action',
  action: 'action',
  offertitle: 'offer',
  offerdisplayname: 'offer',
  offerid: 'offerId',
  productid: 'offerId',
  createdtime: 'created',
  description: 'description',
  firstname: 'firstName',
  lastname: 'lastName',
  email: 'email',
  phone: 'phone',
  country: 'country',
  company: 'company',
  title: 'title',
};

/** The names that hold a person, as an object or as JSON in a string. */
const PERSON = new Set(['userdetails', 'customerinfo']);

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const fold = (name) => name.replace(/[_\s-]/g, '').toLowerCase();

/**
 * @param {object} raw what came: the body of a request, or the columns of a row
 * @param {{key?: string, arrived?: string}} known what the place tells of it
 */
function read(raw, known = {}) {
  const lead = {
    // The same lead gives the same key: with it a receiver knows what it has already.
    key: known.key ?? crypto.createHash('sha256').update(JSON.stringify(raw)).digest('hex').slice(0, 32),
    arrived: known.arrived ?? new Date().toISOString(),
    test: /MSFT_TEST_\d{6}/.test(JSON.stringify(raw)),
    doNotContact: false,
    source: null,
    action: null,
    offer: null,
    offerId: null,
    created: null,
    description: null,
    firstName: null,
    lastName: null,
    email: null,
    phone: null,
    country: null,
    company: null,
    title: null,
    // What this file does not know, as it came.
    other: {},
    // What could not be understood; nothing is left out for it.
    problems: [],
  };
  take(lead, raw, '');
  splitSource(lead);
  lead.doNotContact = lead.action !== null && lead.action.toUpperCase() === 'DNC';
  return lead;
}

function take(lead, fields, inside) {
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    if (inside === '' && PERSON.has(fold(name))) {
      const person = unpack(value);
      if (person) {
        take(lead, person, `${name}.`);
      } else {
        lead.problems.push(`${name} is no JSON object`);
        lead.other[name] = value;
      }
      continue;
    }
    const known = NAMES[fold(name)];
    const text = typeof value === 'object' ? null : String(value).trim();
    if (known && text !== null && lead[known] === null) {
      lead[known] = text === '' ? null : text;
    } else if (text !== '') {
      lead.other[`${inside}${name}`] = value;
    }
  }
}

/** An object, also where it is JSON in a string, even twice; an empty text is nobody. */
function unpack(value) {
  for (let depth = 0; depth < 3; depth += 1) {
    if (isObject(value)) return value;
    if (typeof value !== 'string') return null;
    if (value.trim() === '') return {};
    try {
      value = JSON.parse(value);
    } catch {
      return null;
    }
    if (value === null) return {};
  }
  return isObject(value) ? value : null;
}

/** Where there is one field for all: `SPZA-PLT|publisher.offer`. */
function splitSource(lead) {
  const parts = /^([^-|]*)-([^|]*)(?:\|(.*))?$/s.exec(lead.source ?? '');
  if (!parts) return;
  [, lead.source] = parts;
  lead.action ??= parts[2] || null;
  if (lead.offer === null) lead.offer = parts[3] || null;
  else lead.offerId ??= parts[3] || null;
}

module.exports = { read, isObject };
