'use strict';
// pause(), resume() and listeners: is_paused() and readable_flowing after each step.
const { Readable } = require('node:stream');
const { trace } = require('../_trace');

const source = new Readable({ read() {} });
const says = (step) => trace(step, source.isPaused(), source.readableFlowing);
for (const event of ['pause', 'resume']) source.on(event, () => says(`event ${event}`));
says('new');
source.pause();
says('pause');
source.pause();
says('pause again');
source.on('data', (data) => trace('data', data));
says('data listener');
source.resume();
says('resume');
source.resume();
source.push('a');
setImmediate(() => {
  says('later');
  source.pause();
  source.resume();
  says('both');
  source.removeAllListeners('data');
  says('no listener');
  source.on('readable', () => says('readable'));
  says('readable listener');
  source.resume();
  says('resume beside it');
  source.pause();
  source.push('b');
  source.push(null);
  setImmediate(() => {
    trace(source.read());
    source.removeAllListeners('readable');
    says('taken off');
    source.resume();
    source.on('end', () => says('end'));
  });
});
