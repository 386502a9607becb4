'use strict';
// A function in a pipeline that gives nothing to go on with is refused at the call.
const { PassThrough, pipeline } = require('node:stream');
const { attempt } = require('../_trace');

class Thing {}
const target = () => new PassThrough();
attempt('source', () => pipeline(() => new Thing(), target(), () => {}));
attempt('no source', () => pipeline(() => {}, target(), () => {}));
attempt('transform', () => pipeline(['a'], () => new Thing(), target(), () => {}));
attempt('target', () => pipeline(['a'], () => new Thing(), () => {}));
