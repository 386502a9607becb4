'use strict';
// A socket destroyed while its name is looked up: the answer comes to nothing.
const { HOST, follow, net, series, trace } = require('../_trace');

const answers = [[null, HOST, 4], [new Error('no such name')], [null, 'x', 4]];
series(answers, (answer, next) => {
  let callback;
  const lookup = (hostname, options, answer) => {
    callback = answer;
  };
  const client = follow(net.connect({ port: 1, host: 'h.test', lookup }));
  client.destroy();
  client.on('close', () => {
    callback(...answer);
    setImmediate(next);
  });
});
