// Linear programs over mixtures. GLPK counts from 1 and prints unless told not to.
#include "tools/tournament/linear_program.h"

#include <algorithm>

#include <glpk.h>

#include "dynamics/assert.h"

namespace haze::tools {
namespace {

// Solves with the simplex method from the basis at hand; whether there is an optimum.
bool Optimize(glp_prob* problem) {
  glp_smcp parameters;
  glp_init_smcp(&parameters);
  parameters.msg_lev = GLP_MSG_OFF;
  parameters.tol_bnd = 1e-10;
  parameters.tol_dj = 1e-10;
  if (glp_simplex(problem, &parameters) != 0) {
    glp_std_basis(problem);
    if (glp_simplex(problem, &parameters) != 0) return false;
  }
  return glp_get_status(problem) == GLP_OPT;
}

void SetRow(glp_prob* problem, int row, const std::vector<double>& values) {
  std::vector<int> columns(values.size() + 1, 0);
  std::vector<double> coefficients(values.size() + 1, 0.0);
  int count = 0;
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (values[j] == 0.0) continue;
    ++count;
    columns[static_cast<std::size_t>(count)] = static_cast<int>(j) + 1;
    coefficients[static_cast<std::size_t>(count)] = values[j];
  }
  glp_set_mat_row(problem, row, count, columns.data(), coefficients.data());
}

}  // namespace

MixtureProgram::MixtureProgram(const Table& constraints) : problem_(nullptr), size_(constraints.cols()) {
  glp_term_out(GLP_OFF);
  glp_prob* problem = glp_create_prob();
  problem_ = problem;
  glp_set_obj_dir(problem, GLP_MAX);
  glp_add_cols(problem, static_cast<int>(size_));
  for (int j = 1; j <= static_cast<int>(size_); ++j) glp_set_col_bnds(problem, j, GLP_LO, 0.0, 0.0);
  const int rows = static_cast<int>(constraints.rows());
  glp_add_rows(problem, rows + 1);
  for (int i = 0; i < rows; ++i) {
    std::vector<double> row(size_);
    for (std::size_t j = 0; j < size_; ++j) row[j] = constraints(static_cast<std::size_t>(i), j);
    SetRow(problem, i + 1, row);
    glp_set_row_bnds(problem, i + 1, GLP_UP, 0.0, 0.0);
  }
  SetRow(problem, rows + 1, std::vector<double>(size_, 1.0));
  glp_set_row_bnds(problem, rows + 1, GLP_FX, 1.0, 1.0);
}

MixtureProgram::~MixtureProgram() { glp_delete_prob(static_cast<glp_prob*>(problem_)); }

std::optional<std::vector<double>> MixtureProgram::Maximize(const std::vector<double>& objective) {
  HAZE_ASSERT(objective.size() == size_, "one coefficient for each part of the mixture", objective.size(), size_);
  auto* problem = static_cast<glp_prob*>(problem_);
  for (std::size_t j = 0; j < size_; ++j) glp_set_obj_coef(problem, static_cast<int>(j) + 1, objective[j]);
  if (!Optimize(problem)) return std::nullopt;
  std::vector<double> p(size_);
  for (std::size_t j = 0; j < size_; ++j) p[j] = std::max(0.0, glp_get_col_prim(problem, static_cast<int>(j) + 1));
  return p;
}

GameValue SolveGame(const Table& payoff) {
  glp_term_out(GLP_OFF);
  glp_prob* problem = glp_create_prob();
  const int rows = static_cast<int>(payoff.rows());
  // Columns: the mixture, then the value v; maximise v with v <= sum_i p_i payoff(i, j) for each j.
  glp_set_obj_dir(problem, GLP_MAX);
  glp_add_cols(problem, rows + 1);
  for (int i = 1; i <= rows; ++i) glp_set_col_bnds(problem, i, GLP_LO, 0.0, 0.0);
  glp_set_col_bnds(problem, rows + 1, GLP_FR, 0.0, 0.0);
  glp_set_obj_coef(problem, rows + 1, 1.0);
  const int columns = static_cast<int>(payoff.cols());
  glp_add_rows(problem, columns + 1);
  for (int j = 0; j < columns; ++j) {
    std::vector<double> row(payoff.rows() + 1, 1.0);
    for (std::size_t i = 0; i < payoff.rows(); ++i) row[i] = -payoff(i, static_cast<std::size_t>(j));
    SetRow(problem, j + 1, row);
    glp_set_row_bnds(problem, j + 1, GLP_UP, 0.0, 0.0);
  }
  std::vector<double> all(payoff.rows() + 1, 1.0);
  all.back() = 0.0;
  SetRow(problem, columns + 1, all);
  glp_set_row_bnds(problem, columns + 1, GLP_FX, 1.0, 1.0);
  const bool solved = Optimize(problem);
  HAZE_ASSERT(solved, "a finite zero-sum game has a value", rows, columns);
  GameValue game;
  for (int i = 1; i <= rows; ++i) game.rows.push_back(std::max(0.0, glp_get_col_prim(problem, i)));
  game.value = glp_get_obj_val(problem);
  glp_delete_prob(problem);
  return game;
}

}  // namespace haze::tools
