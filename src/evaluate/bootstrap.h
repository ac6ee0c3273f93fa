// Figures that are functions of sums over documents, with their intervals.

#ifndef TIKRAR_EVALUATE_BOOTSTRAP_H_
#define TIKRAR_EVALUATE_BOOTSTRAP_H_

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/types/span.h"
#include "tikrar/evaluate.h"

namespace tikrar {

// What each unit (a document, a cluster) adds to each sum.
class UnitSums {
 public:
  UnitSums(size_t units, size_t columns)
      : units_(units), columns_(columns), values_(units * columns) {}

  double& At(size_t unit, size_t column) {
    return values_[unit * columns_ + column];
  }
  size_t size() const { return units_; }
  size_t columns() const { return columns_; }
  absl::Span<const double> Unit(size_t unit) const {
    return absl::MakeConstSpan(values_).subspan(unit * columns_, columns_);
  }

 private:
  size_t units_;
  size_t columns_;
  std::vector<double> values_;
};

// Figures one after the other, as they are computed.
class FigureValues {
 public:
  // NaN stands for a figure that the sums say nothing of: it is `undefined`
  // over all units, and a resample that gives it is left out.
  void Add(double value, double undefined = 0) {
    values_.push_back(value);
    undefined_.push_back(undefined);
  }
  // part / whole; 0 if there is no whole.
  void AddShare(double part, double whole);
  // `right_found` of `found` are right, `right_truth` of `truth` are found; 1
  // if there is neither found nor truth.
  void AddAgreement(double right_found, double found, double right_truth,
                    double truth);
  void Clear() {
    values_.clear();
    undefined_.clear();
  }
  absl::Span<const double> values() const { return values_; }
  absl::Span<const double> undefined() const { return undefined_; }

 private:
  std::vector<double> values_;
  std::vector<double> undefined_;
};

// ... and as they are read, in the same order.
class FigureReader {
 public:
  explicit FigureReader(const std::vector<Figure>& figures)
      : figures_(figures) {}
  Figure Next() { return figures_[next_++]; }
  Agreement NextAgreement() {
    Agreement agreement;
    agreement.precision = Next();
    agreement.recall = Next();
    agreement.f1 = Next();
    return agreement;
  }

 private:
  const std::vector<Figure>& figures_;
  size_t next_ = 0;
};

// Computes the figures from the sums over all units. REQUIRES: adds the same
// number of figures whatever the sums are.
using FigureFunction =
    std::function<void(absl::Span<const double> sums, FigureValues* figures)>;

// The figures over all units, each with the 2.5th and 97.5th percentile of
// its values over resamples of the units.
// Cost: resamples x units that add something x columns.
std::vector<Figure> Bootstrap(const UnitSums& units,
                              const FigureFunction& function,
                              const BootstrapOptions& options);

// 0 if the whole is.
double Share(double part, double whole);
// The harmonic mean of two shares.
double HarmonicMean(double a, double b);

}  // namespace tikrar

#endif  // TIKRAR_EVALUATE_BOOTSTRAP_H_
