// A receiver as anybody writes it with Node: takes any POST, appends the body to a file, answers 202.
// usage: node receiver.mjs PORT CERT_CHAIN KEY LOG
import fs from 'node:fs';
import https from 'node:https';

const [port, cert, key, log] = process.argv.slice(2);
https
  .createServer({ cert: fs.readFileSync(cert), key: fs.readFileSync(key) }, (request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      fs.appendFileSync(log, Buffer.concat(parts).toString() + '\n');
      response.writeHead(202, { 'Content-Type': 'application/json' });
      response.end('{"ok":true}');
    });
  })
  .listen(Number(port), '127.0.0.1');
