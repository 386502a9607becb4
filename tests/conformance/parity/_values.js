'use strict';
// What streams and sockets say of themselves; `_values.py` is its twin.
const { trace } = require('./_trace');

const READABLE = 'readable readable_flowing readable_ended readable_length readable_high_water_mark ' +
  'readable_object_mode readable_encoding readable_did_read readable_aborted';
const WRITABLE = 'writable writable_ended writable_finished writable_length writable_high_water_mark ' +
  'writable_object_mode writable_need_drain writable_corked';
const BOTH = 'destroyed closed errored';
const SOCKET = 'connecting pending ready_state timeout bytes_read bytes_written buffer_size allow_half_open';
const ADDRESSES = 'local_address local_family remote_address remote_family';

const seen = new Map();

// Writes a line for each property of this object that is not as it was the last time.
function values(step, object, ...groups) {
  trace(step);
  if (!seen.has(object)) seen.set(object, {});
  const before = seen.get(object);
  for (const name of groups.join(' ').split(' ')) {
    const value = object[name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())];
    if (!(name in before) || before[name] !== value) trace('  ' + name, value);
    before[name] = value;
  }
}

module.exports = { ADDRESSES, BOTH, READABLE, SOCKET, WRITABLE, values };
