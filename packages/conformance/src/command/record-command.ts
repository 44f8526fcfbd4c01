import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RECORDINGS_FOLDER } from '../run/check-witnesses.ts';
import { recordSubject } from '../run/record-subject.ts';
import { EXIT, readOptions, textOption, type Command, type CommandPlace } from './command.ts';
import { fileAt } from './file-at.ts';
import { findSubject } from './find-subject.ts';
import { UsageError } from './usage-error.ts';

/** Says how the real venue is recorded, or records the simulated one. */
export const recordCommand: Command = {
  name: 'record',
  summary: 'says how to record the real venue, for tier 4',
  usage: 'record [--embedded --out <file>]',
  options: [
    '--embedded           records a run on the simulated venue instead; it never counts',
    '--out <file>         where to; the file must not exist yet',
    '--subject <file>     the file of the subject (default test/conformance.test.ts)',
  ],
  run: async (given, place) => {
    const options = readOptions(given, { embedded: { type: 'boolean' }, out: { type: 'string' }, subject: { type: 'string' } });
    const out = textOption(options, 'out');
    if (options.values.get('embedded') !== true) {
      if (out !== undefined)
        throw new UsageError('--out goes with --embedded: only your own program, with your keys, records the real venue');
      place.terminal.print(HOW_TO_RECORD);
      return EXIT.DONE;
    }
    if (out === undefined) throw new UsageError('record --embedded needs --out <file>');
    const { text, failure } = await recordSubject(findSubject(options, place));
    await writeNew(place, out, text);
    place.terminal.print(`${out}: ${text.split('\n').length - 2} lines of traffic with the simulated venue.`);
    place.terminal.print('It shows what the dialect speaks. It never counts for tier 4: it says nothing of the real venue.');
    if (failure === undefined) return EXIT.DONE;
    place.terminal.printError(`the run ended before its end: ${failure}`);
    return EXIT.FAILED;
  },
};

/** A recording is its owner's alone, and none is written over another. */
async function writeNew(place: CommandPlace, path: string, text: string): Promise<void> {
  const file = fileAt(place, path);
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new UsageError(`${fileURLToPath(file)} exists already: recordings are not written over`);
    if (code === 'ENOENT') throw new UsageError(`there is no folder for ${fileURLToPath(file)}`);
    throw error;
  }
}

const HOW_TO_RECORD = `Tier 4 asks for recordings of the real venue. Only a program with your keys can make one:

  import { ExchangeConnector, FileRecordingSink, createRuntime } from '@venuekit/core';

  const sink = new FileRecordingSink('${RECORDINGS_FOLDER}<day>.jsonl');
  const connector = new ExchangeConnector({
    definition: <your definition, with your keys and two or three markets>,
    runtime: createRuntime(),
    recording: { sink, secrets: [<each key, secret and passphrase>], version: '<of your package>' },
  });
  connector.start();
  // place a small order that rests, cancel it; place one that fills; then a minute of quiet
  await connector.stop();
  sink.close();

What stands in private traffic is replaced unless an allow-list names it, and
credentials never stand in a recording. Look at it all the same before you
publish it.

\`venuekit-conformance run\` replays each file of ${RECORDINGS_FOLDER} on connector
and dialect. One that shows an account needs keys. Each counts while it is young
enough; the report says for how many days. More in docs/recordings.md.`;
