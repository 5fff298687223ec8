import { afterAll } from 'vitest';
import { removeTemporaryFolders } from './temporary-folder.ts';

// Runs for each test file, also where files share a process.
afterAll(removeTemporaryFolders);
