/** Where things are in this repository. Everything that is made at run time lives in the git-ignored `.cache`. */
import path from 'node:path';

export const repositoryRoot = path.resolve(__dirname, '..', '..');

/** A path inside the repository. */
export const inRepository = (...parts: readonly string[]): string => path.join(repositoryRoot, ...parts);

/** A path inside the cache folder of the repository. */
export const inCache = (...parts: readonly string[]): string => inRepository('.cache', ...parts);

/** A program of the development packages. */
export const developmentProgram = (name: string): string => inRepository('node_modules', '.bin', name);
