import { fileURLToPath } from 'node:url';
import { askSample } from './ask-worker.ts';
import { filesIn } from './files-in.ts';
import type { SampleReport } from './suite-report.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Where a package keeps payloads of its venue's documentation. */
export const SAMPLES_FOLDER = 'test/samples/';

/** The names of a package's sample files. */
export function sampleFiles(packageRoot: URL): readonly string[] {
  return filesIn(folderOf(packageRoot), '.json');
}

/** Lets the connector read each sample of its package, in the order of their names. */
export async function checkSamples(pool: WorkerPool, packageRoot: URL): Promise<readonly SampleReport[]> {
  const folder = folderOf(packageRoot);
  return Promise.all(
    sampleFiles(packageRoot).map(async (name) => {
      const { kind, source, problems } = await askSample(pool, fileURLToPath(new URL(encodeURIComponent(name), folder)));
      const verdict = problems.length === 0 ? ('pass' as const) : ('fail' as const);
      return { file: `${SAMPLES_FOLDER}${name}`, kind, source, verdict, problems };
    }),
  );
}

/** A root may be given without the slash at its end. */
function folderOf({ href }: URL): URL {
  return new URL(SAMPLES_FOLDER, href.endsWith('/') ? href : `${href}/`);
}
