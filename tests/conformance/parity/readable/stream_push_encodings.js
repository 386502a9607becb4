'use strict';
// A text is pushed in the encoding that is named.
const { Readable } = require('node:stream');
const { attempt, watch } = require('../_trace');

const source = new Readable({ read() {} });
watch(source, 'source', 'data');
source.push('6162', 'hex');
source.push('Y2Q=', 'base64');
source.push('\xe9', 'latin1');
attempt('unknown', () => source.push('a', 'klingon'));
