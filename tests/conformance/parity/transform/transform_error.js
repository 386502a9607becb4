'use strict';
// An error of a transform destroys it.
const { Transform } = require('node:stream');
const { trace, watch } = require('../_trace');

const t = new Transform({
  transform(chunk, encoding, callback) {
    callback(new Error('bad'));
  },
});
watch(t, 't', 'data prefinish finish end error close');
t.write('one', (error) => trace('one', error));
t.write('two', (error) => trace('two', error));
t.end();
