'use strict';
// An error nobody listens to is thrown, and the close still comes.
const { Readable } = require('node:stream');
const { watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'close');
source.destroy(new Error('broken'));
