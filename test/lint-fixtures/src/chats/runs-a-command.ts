import { doctorCommand } from '#commands/doctor/doctor.ts';

export const examine: unknown = doctorCommand;
