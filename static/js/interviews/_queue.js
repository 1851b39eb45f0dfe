/**
 * A queue as plain data, and what each fact does to it: old snapshot + fact = new snapshot.
 * The server draws the same snapshot (`queries.snapshot_queue`); a test compares the two after every verb.
 *
 * @typedef {{number: number, turn: number, state: string, missed: number, answer_by: string|null}} Ticket
 * @typedef {{booth_id: string, position: string, tickets: Object<string, Ticket>,
 *   interviews: Object<string, {ticket_id: string, state: string}>, recent_s: number[], done: number}} Snapshot
 */

const RECENT = 10;
const USUAL_S = 480;
const P90 = 1.2816;

const effects = {
  "interviews.ticket.issued": (next, { ticket_id: id, number, turn }) => {
    next.tickets[id] = { number, turn, state: "waiting", missed: 0, answer_by: null };
  },
  "interviews.ticket.called": (next, { ticket_id: id, answer_by: answerBy }) => {
    change(next, id, { state: "called", answer_by: answerBy });
  },
  "interviews.call.missed": (next, { ticket_id: id, turn, missed }) => {
    change(next, id, { state: "waiting", turn, missed, answer_by: null });
  },
  "interviews.ticket.left": (next, { ticket_id: id }) => {
    delete next.tickets[id];
  },
  "interviews.call.answered": (next, { ticket_id: id, interview_id: interview }) => {
    change(next, id, { state: "in_interview", answer_by: null });
    next.interviews[interview] = { ticket_id: id, state: "opened" };
  },
  "interviews.interview.started": (next, { interview_id: interview }) => {
    if (next.interviews[interview]) next.interviews[interview].state = "started";
  },
  "interviews.interview.ended": (next, { ticket_id: id, interview_id: interview, length_s: length }) => {
    const known = next.interviews[interview];
    delete next.interviews[interview];
    delete next.tickets[id];
    next.done += 1;
    if (known && known.state === "started") next.recent_s = next.recent_s.concat(length).slice(-RECENT);
  },
};

function change(next, id, values) {
  if (next.tickets[id]) next.tickets[id] = Object.assign({}, next.tickets[id], values);
}

/** The snapshot after a fact; facts that are no news of this queue change nothing but the position. */
export function apply(snapshot, fact) {
  const next = Object.assign({}, snapshot, {
    position: fact.position,
    tickets: Object.assign({}, snapshot.tickets),
    interviews: {},
  });
  Object.keys(snapshot.interviews).forEach((id) => {
    next.interviews[id] = Object.assign({}, snapshot.interviews[id]);
  });
  if (effects[fact.name]) effects[fact.name](next, fact.data);
  return next;
}

/** How many wait before this ticket. */
export function ahead(snapshot, id) {
  const mine = snapshot.tickets[id];
  return Object.keys(snapshot.tickets).filter((other) => {
    const ticket = snapshot.tickets[other];
    if (other === id || ticket.state !== "waiting") return false;
    return ticket.turn === mine.turn ? ticket.number < mine.number : ticket.turn < mine.turn;
  }).length;
}

/** Whether somebody is being called or interviewed: one more conversation to wait for. */
export function isBusy(snapshot) {
  return Object.keys(snapshot.tickets).some((id) => snapshot.tickets[id].state !== "waiting");
}

/** Seconds to wait, as `queue_order.expected_wait`: mean and 90th percentile. */
export function expectedWait(before, recent) {
  const mean = recent.length ? recent.reduce((sum, one) => sum + one, 0) / recent.length : USUAL_S;
  const variance = recent.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (recent.length || 1);
  const spread = recent.length > 2 ? Math.sqrt(variance) : mean / 2;
  return { meanS: before * mean, p90S: before * mean + P90 * Math.sqrt(before) * spread };
}
