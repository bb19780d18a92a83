/**
 * What this process remembers of Plane for a credential: how much of its rate is used, and names. Hints only:
 * with several processes each has its own.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { createPaceWindow, type PaceWindow } from '../../core/http/pace';
import { createPlaneCache, type PlaneCache } from '../../core/plane/cache';
import { perCredential } from './perCredential';

export interface PlaneMemory {
	readonly window: PaceWindow;
	readonly cache: PlaneCache;
}

/** The memory of this credential, the same for every node that uses it; empty at first. */
export const planeMemoryOf: (credentials: ICredentialDataDecryptedObject) => PlaneMemory = perCredential(
	() => ({ window: createPaceWindow(), cache: createPlaneCache(Date.now) }),
);
