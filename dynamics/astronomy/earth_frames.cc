// Each frame as a rotation to ITRF; two of them make a change of frame.
#include "dynamics/astronomy/earth_frames.h"

#include <erfa.h>

#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::dynamics {
namespace {

Matrix3 FromErfa(const double r[3][3]) {
  Matrix3 R;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) R(i, j) = r[i][j];
  }
  return R;
}

/// v_TOD = R * v_MOD by the IAU 1980 nutation and corrections of it.
Matrix3 Nutation1980(const JulianDate& tt, double ddpsi, double ddeps) {
  double dpsi = 0.0;
  double deps = 0.0;
  eraNut80(tt.day, tt.fraction, &dpsi, &deps);
  double r[3][3];
  eraNumat(eraObl80(tt.day, tt.fraction), dpsi + ddpsi, deps + ddeps, r);
  return FromErfa(r);
}

Matrix3 PolarMotion(double xp, double yp, double sp) {
  double r[3][3];
  eraPom00(xp, yp, sp, r);
  return FromErfa(r);
}

/// Which origin of longitude the frame belongs to.
bool IsModern(EarthFrame frame) { return frame == EarthFrame::kTirs || frame == EarthFrame::kCirs || frame == EarthFrame::kGcrf; }

/// v_PEF = R * v_F.
Matrix3 R_PEF_F(EarthFrame frame, const FrameInstant& at, const PoleAndRotation& pole) {
  const double gmst = eraGmst82(at.ut1.day, at.ut1.fraction);
  if (frame == EarthFrame::kPef) return Matrix3::Identity();
  if (frame == EarthFrame::kTeme) return RotationZ(gmst);
  const bool corrected = frame == EarthFrame::kTodCorrected || frame == EarthFrame::kModCorrected || frame == EarthFrame::kGcrfFk5;
  const double ddpsi = corrected ? pole.ddpsi : 0.0;
  const double ddeps = corrected ? pole.ddeps : 0.0;
  const double equinox = eraEqeq94(at.tt.day, at.tt.fraction) + ddpsi * Cos(eraObl80(at.tt.day, at.tt.fraction));
  const Matrix3 R_PEF_TOD = RotationZ(gmst + equinox);
  if (frame == EarthFrame::kTod || frame == EarthFrame::kTodCorrected) return R_PEF_TOD;
  const Matrix3 R_PEF_MOD = R_PEF_TOD * Nutation1980(at.tt, ddpsi, ddeps);
  if (frame == EarthFrame::kMod || frame == EarthFrame::kModCorrected) return R_PEF_MOD;
  return R_PEF_MOD * Precession1976(at.tt);
}

/// v_TIRS = R * v_F.
Matrix3 R_TIRS_F(EarthFrame frame, const FrameInstant& at, const PoleAndRotation& pole) {
  if (frame == EarthFrame::kTirs) return Matrix3::Identity();
  const Matrix3 R_TIRS_CIRS = RotationZ(eraEra00(at.ut1.day, at.ut1.fraction));
  if (frame == EarthFrame::kCirs) return R_TIRS_CIRS;
  double x = 0.0;
  double y = 0.0;
  double s = 0.0;
  eraXys06a(at.tt.day, at.tt.fraction, &x, &y, &s);
  double r[3][3];
  eraC2ixys(x + pole.dx, y + pole.dy, s, r);
  return R_TIRS_CIRS * FromErfa(r);
}

}  // namespace

Matrix3 Precession1976(const JulianDate& tt) {
  double r[3][3];
  eraPmat76(tt.day, tt.fraction, r);
  return FromErfa(r);
}

Matrix3 FrameBias2006() {
  double rb[3][3];
  double rp[3][3];
  double rbp[3][3];
  eraBp06(2451545.0, 0.0, rb, rp, rbp);
  return FromErfa(rb);
}

Matrix3 BiasPrecessionNutation2006(const JulianDate& tt) {
  double r[3][3];
  eraPnm06a(tt.day, tt.fraction, r);
  return FromErfa(r);
}

Vector3 IntermediatePole2006(const JulianDate& tt) {
  Vector3 xys = Vector3::Zero();
  eraXys06a(tt.day, tt.fraction, &xys.x(), &xys.y(), &xys.z());
  return xys;
}

bool IsEarthFixed(EarthFrame frame) { return frame == EarthFrame::kItrf || frame == EarthFrame::kPef || frame == EarthFrame::kTirs; }

double EarthRotationRate(double lod) { return 7.292115146706979e-5 * (1.0 - lod / 86400.0); }

Matrix3 R_ITRF_F(EarthFrame frame, const FrameInstant& at, const PoleAndRotation& pole) {
  if (frame == EarthFrame::kItrf) return Matrix3::Identity();
  if (IsModern(frame)) return PolarMotion(pole.xp, pole.yp, eraSp00(at.tt.day, at.tt.fraction)) * R_TIRS_F(frame, at, pole);
  return PolarMotion(pole.xp, pole.yp, 0.0) * R_PEF_F(frame, at, pole);
}

State ChangeFrame(const State& state, EarthFrame from, EarthFrame to, const FrameInstant& at, const PoleAndRotation& pole) {
  if (from == to) return state;
  const bool uncorrected = pole.ddpsi == 0.0 && pole.ddeps == 0.0;
  if (uncorrected && from == EarthFrame::kGcrf && to == EarthFrame::kJ2000) return {FrameBias2006() * state.r, FrameBias2006() * state.v};
  if (uncorrected && from == EarthFrame::kJ2000 && to == EarthFrame::kGcrf) {
    return {FrameBias2006().transpose() * state.r, FrameBias2006().transpose() * state.v};
  }
  const Matrix3 R_ITRF_from = R_ITRF_F(from, at, pole);
  const Matrix3 R_ITRF_to = R_ITRF_F(to, at, pole);
  // The Earth turns about the axis before polar motion.
  const Matrix3 R_ITRF_axis = R_ITRF_F(IsModern(from) || IsModern(to) ? EarthFrame::kTirs : EarthFrame::kPef, at, pole);
  const Vector3 omega_ITRF = EarthRotationRate(pole.lod) * R_ITRF_axis.col(2);
  const Vector3 r_ITRF = R_ITRF_from * state.r;
  Vector3 v_ITRF = R_ITRF_from * state.v;  // inertial velocity in ITRF components
  if (IsEarthFixed(from)) v_ITRF += omega_ITRF.cross(r_ITRF);
  if (IsEarthFixed(to)) v_ITRF -= omega_ITRF.cross(r_ITRF);
  return {R_ITRF_to.transpose() * r_ITRF, R_ITRF_to.transpose() * v_ITRF};
}

}  // namespace haze::dynamics
