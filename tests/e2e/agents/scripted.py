"""The plan of scripted_agent.cc and scripted.mjs: what is ordered does not depend on what is seen, so that three languages give one digest."""
import haze

STEP_US = 1800 * haze.SECOND


@haze.agent("inspector")
def scripted(turn):
    first = turn.briefing.objects[0]
    k, now = turn.turn_id, turn.time_us
    if k == 1:
        told = first.estimate
        yield haze.claim(first.object_id, time_us=told.time_us, r_eci_m=told.r_eci_m, v_eci_mps=told.v_eci_mps, covariance=told.covariance_upper)
        yield haze.point("sun", id="sun")
    elif k == 2:
        yield haze.burn((0.0123, -0.1, 1.0 / 3.0), id="push", at_us=now + 900 * haze.SECOND)
    elif k == 3:
        yield haze.search([(0, 1, 0), (0.6, -0.8, 0), (0, 0, 1)], until_us=now + STEP_US, pause_s=7.5, id="look")
    elif k == 4:
        yield haze.cancel("look", id="enough")
        yield haze.burn(dv_eci_mps=(0.05, 0.0, -0.02), id="pull")
        yield haze.burn((0.0, 1e9, 0.0), id="far too much")
    elif k == 5:
        yield haze.ranging(first.object_id, until_us=now + STEP_US, cadence_s=30, id="range")
    elif k == 6:
        yield haze.image(first.object_id, until_us=now + STEP_US, cadence_s=60, count=7, id="look closely")
        yield haze.downlink(until_us=now + STEP_US, id="home")
    elif k == 7:
        yield haze.spin(0.01, id="spin")
    yield haze.wake(now + STEP_US)


haze.run()
