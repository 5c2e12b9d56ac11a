import type { Driver, Person, Where } from './driver.ts';
import type { OpenStage, Stage } from './harness.ts';

/** A stage of two chats: those who ask are on one, the staff is on the other. */
export async function openPair(
  log: (line: string) => void,
  openAskers: OpenStage,
  openStaff: OpenStage,
): Promise<Stage> {
  const [askers, staff] = await Promise.all([openAskers(log), openStaff(log)]);
  return {
    connect: async (store) => [...(await askers.connect(store)), ...(await staff.connect(store))],
    staff: staff.staff,
    driver: (bot) => pairDriver(askers.driver(bot), staff.driver(bot)),
    async close() {
      await Promise.all([askers.close(), staff.close()]);
    },
  };
}

/** Hands every verb to the chat of its person, or of its channel. */
function pairDriver(askers: Driver, staff: Driver): Driver {
  const ofStaff = new Set(Object.values(staff.people).map(({ id }) => id));
  const by = ({ id }: Person) => (ofStaff.has(id) ? staff : askers);
  const at = ({ channel }: Where) => (channel === staff.channels.staff ? staff : askers);
  return {
    name: `${askers.name}, staff on ${staff.name}`,
    can: { ...askers.can, cardThreads: staff.can.cardThreads },
    channels: { ...askers.channels, staff: staff.channels.staff },
    people: { ann: askers.people.ann, ben: askers.people.ben, sue: staff.people.sue, tom: staff.people.tom },
    say: (person, ...rest) => by(person).say(person, ...rest),
    tell: (person, text) => by(person).tell(person, text),
    edit: (person, ...rest) => by(person).edit(person, ...rest),
    forward: (person, ...rest) => by(person).forward(person, ...rest),
    alert: (where, ...rest) => at(where).alert(where, ...rest),
    wroteLongAgo: (person, ...rest) => by(person).wroteLongAgo(person, ...rest),
    pin: (where, id) => at(where).pin(where, id),
    slowFiles(ms) {
      askers.slowFiles(ms);
      staff.slowFiles(ms);
    },
    remove: (person, ...rest) => by(person).remove(person, ...rest),
    command: (person, ...rest) => by(person).command(person, ...rest),
    menu: (person, ...rest) => by(person).menu(person, ...rest),
    press: (person, ...rest) => by(person).press(person, ...rest),
    form: (person) => by(person).form(person),
    submit: (person, values) => by(person).submit(person, values),
    home: (person) => by(person).home(person),
    visible: (where) => at(where).visible(where),
    whispers: (person) => by(person).whispers(person),
    direct: (person) => by(person).direct(person),
    everything: () => `${askers.everything()}\n${staff.everything()}`,
    async settled() {
      // What one chat hears may make the bot speak in the other.
      await Promise.all([askers.settled(), staff.settled()]);
      await Promise.all([askers.settled(), staff.settled()]);
    },
    redeliver: () => askers.redeliver(),
    fail: (how) => askers.fail(how),
  };
}
