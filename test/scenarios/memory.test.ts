import { openMemory } from './memory-stage.ts';
import { tellOn } from './tell.ts';

/** The smallest chat on the smallest store: `npm test` tells these too. */
tellOn([{ name: 'memory', open: openMemory, store: () => ({ type: 'memory' }) }]);
