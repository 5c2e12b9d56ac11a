import { z } from 'zod';

// Every schema here is used some dozens of times, once: making functions of them takes longer than they save.
z.config({ jitless: true });

export { z };
