const NEEDED = 24;

/**
 * What to tell somebody whose Node is too old, in one line; null where this one will do. An older Node strips no types from
 * TypeScript and lacks modules that are imported, and would end with an error that names neither. Plain JavaScript without
 * imports, so that every Node can read it.
 */
export function nodeFault(version = process.versions.node) {
  const [major, minor] = version.split('.');
  return Number(major) < NEEDED ? `Keymedic needs Node ${NEEDED}; this is ${major}.${minor}` : null;
}
