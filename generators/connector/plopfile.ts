import type { NodePlopAPI } from 'node-plop';
import { isCreateOptions, readCreateOptions } from './src/command/create-options.ts';
import { makeConnector, takenNames } from './src/command/make-connector.ts';
import { promptsOf } from './src/command/prompts.ts';

/** The generator `connector`, for `create-venuekit`, `npm run generate` and plop itself. */
export default function define(plop: NodePlopAPI): void {
  const usual = readCreateOptions([], { workingFolder: process.cwd() });
  plop.setGenerator('connector', {
    description: 'a connector package for VenueKit',
    prompts: promptsOf({ takenNames: takenNames(usual.repository) }),
    actions: [
      async (data: Readonly<Record<string, unknown>>) => {
        const { given, options } = data;
        const lines = isCreateOptions(options) ? await makeConnector(given, options) : await makeConnector(data, usual);
        return lines.join('\n');
      },
    ],
  });
}
