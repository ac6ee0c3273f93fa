#include "evaluate/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/hash.h"

namespace tikrar {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// Uniform numbers below a bound, the same on every machine.
class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(Mix64(seed)) {}

  // Biased by at most bound / 2^32.
  size_t Below(size_t bound) {
    constexpr uint64_t kGolden = 0x9E3779B97F4A7C15ull;
    state_ += kGolden;
    return static_cast<size_t>(((Mix64(state_) >> 32) * bound) >> 32);
  }

 private:
  uint64_t state_;
};

// The units that add something. The others are drawn too but need no sum.
std::vector<size_t> UnitsThatCount(const UnitSums& units) {
  std::vector<size_t> counting;
  for (size_t i = 0; i < units.size(); ++i) {
    const absl::Span<const double> unit = units.Unit(i);
    if (std::any_of(unit.begin(), unit.end(),
                    [](double value) { return value != 0; })) {
      counting.push_back(i);
    }
  }
  return counting;
}

void AddUnit(absl::Span<const double> unit, std::vector<double>* sums) {
  for (size_t c = 0; c < unit.size(); ++c) (*sums)[c] += unit[c];
}

void SetInterval(std::vector<double>* values, Figure* figure) {
  if (values->empty()) return;
  std::sort(values->begin(), values->end());
  const size_t outside = values->size() / 40;  // 2.5 % at either end
  figure->lower = (*values)[outside];
  figure->upper = (*values)[values->size() - 1 - outside];
}

}  // namespace

double Share(double part, double whole) { return whole > 0 ? part / whole : 0; }

double HarmonicMean(double a, double b) { return Share(2 * a * b, a + b); }

void FigureValues::AddShare(double part, double whole) {
  Add(whole > 0 ? part / whole : kUndefined);
}

void FigureValues::AddAgreement(double right_found, double found,
                                double right_truth, double truth) {
  if (found <= 0 && truth <= 0) {
    for (int i = 0; i < 3; ++i) Add(kUndefined, 1);
    return;
  }
  const double precision = truth > 0 ? Share(right_found, found) : 0;
  const double recall = found > 0 ? Share(right_truth, truth) : 0;
  Add(precision);
  Add(recall);
  Add(HarmonicMean(precision, recall));
}

std::vector<Figure> Bootstrap(const UnitSums& units,
                              const FigureFunction& function,
                              const BootstrapOptions& options) {
  const std::vector<size_t> counting = UnitsThatCount(units);
  std::vector<double> sums(units.columns(), 0.0);
  for (const size_t unit : counting) AddUnit(units.Unit(unit), &sums);
  FigureValues values;
  function(sums, &values);
  std::vector<Figure> figures;
  for (size_t f = 0; f < values.values().size(); ++f) {
    const double computed = values.values()[f];
    const double value =
        std::isnan(computed) ? values.undefined()[f] : computed;
    figures.push_back({value, value, value});
  }
  if (options.resamples <= 0) return figures;
  Draws draws(options.seed);
  std::vector<std::vector<double>> resampled(figures.size());
  for (int r = 0; r < options.resamples; ++r) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (size_t i = 0; i < units.size(); ++i) {
      const size_t drawn = draws.Below(units.size());
      if (drawn < counting.size()) AddUnit(units.Unit(counting[drawn]), &sums);
    }
    values.Clear();
    function(sums, &values);
    for (size_t f = 0; f < figures.size(); ++f) {
      const double value = values.values()[f];
      if (!std::isnan(value)) resampled[f].push_back(value);
    }
  }
  for (size_t f = 0; f < figures.size(); ++f) {
    SetInterval(&resampled[f], &figures[f]);
  }
  return figures;
}

}  // namespace tikrar
