// The plan of scripted.py in JavaScript.
import * as haze from 'haze';

const STEP_US = 1800 * haze.SECOND;

haze.agent('inspector', function* (turn) {
  const first = turn.briefing.objects[0];
  const now = turn.time_us;
  switch (turn.turn_id) {
    case 1:
      yield haze.claim(first.object_id, first.estimate);
      yield haze.point('sun', {id: 'sun'});
      break;
    case 2:
      yield haze.burn({dv_rtn_mps: [0.0123, -0.1, 1 / 3], id: 'push', at_us: now + 900 * haze.SECOND});
      break;
    case 3:
      yield haze.search([[0, 1, 0], [0.6, -0.8, 0], [0, 0, 1]], {until_us: now + STEP_US, pause_s: 7.5, id: 'look'});
      break;
    case 4:
      yield haze.cancel('look', {id: 'enough'});
      yield haze.burn({dv_eci_mps: [0.05, 0, -0.02], id: 'pull'});
      yield haze.burn({dv_rtn_mps: [0, 1e9, 0], id: 'far too much'});
      break;
    case 5:
      yield haze.ranging(first.object_id, {until_us: now + STEP_US, cadence_s: 30, id: 'range'});
      break;
    case 6:
      yield haze.image(first.object_id, {until_us: now + STEP_US, cadence_s: 60, count: 7, id: 'look closely'});
      yield haze.downlink({until_us: now + STEP_US, id: 'home'});
      break;
    case 7:
      yield haze.spin(0.01, {id: 'spin'});
      break;
  }
  yield haze.wake(now + STEP_US);
});

haze.run();
