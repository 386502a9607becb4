'use strict';
// Another server's socket of the same name, bound after ours was taken away.
const { fs, net, path, trace } = require('../_trace');

const where = path('shared');
const first = net.createServer();
const second = net.createServer();
first.listen(where, () => {
  fs.unlinkSync(where);
  second.listen(where, () => {
    first.close(() => {
      trace('is there', fs.existsSync(where));
      second.close(() => trace('is there', fs.existsSync(where)));
    });
  });
});
