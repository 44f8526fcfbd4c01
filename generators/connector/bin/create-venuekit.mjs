#!/usr/bin/env node
// This file is read by every Node, also by those that the rest is too new for.
const [major = 0, minor = 0] = process.versions.node.split('.').map((part) => Number.parseInt(part, 10));

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`@venuekit/create needs Node 22.18 or newer; this is ${process.version}.`);
  process.exitCode = 1;
} else {
  await import('../dist/src/main.js');
}
