#include "evaluate/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tikrar {
namespace {

// Column 0 over column 1.
void Ratio(absl::Span<const double> sums, FigureValues* figures) {
  figures->AddShare(sums[0], sums[1]);
}

UnitSums Coins(size_t units, size_t heads) {
  UnitSums sums(units, 2);
  for (size_t i = 0; i < units; ++i) {
    sums.At(i, 0) = i < heads ? 1 : 0;
    sums.At(i, 1) = 1;
  }
  return sums;
}

TEST(BootstrapTest, IntervalOfAShareIsThatOfTheBinomial) {
  // 200 of 1000: standard error sqrt(.2 x .8 / 1000) = .01265.
  const std::vector<Figure> figures = Bootstrap(Coins(1000, 200), Ratio, {});
  EXPECT_DOUBLE_EQ(figures[0].value, .2);
  EXPECT_NEAR(figures[0].lower, .2 - 1.96 * .01265, .003);
  EXPECT_NEAR(figures[0].upper, .2 + 1.96 * .01265, .003);
}

TEST(BootstrapTest, SeedDecidesTheInterval) {
  const UnitSums coins = Coins(100, 37);
  const Figure a = Bootstrap(coins, Ratio, {.seed = 1})[0];
  const Figure b = Bootstrap(coins, Ratio, {.seed = 1})[0];
  EXPECT_EQ(a.lower, b.lower);
  EXPECT_EQ(a.upper, b.upper);
}

TEST(BootstrapTest, UnitsThatAddNothingAreDrawnToo) {
  // One unit of ten adds 10: the mean over units is 1 and varies; had the
  // other nine not been drawn, it would not.
  UnitSums sums(10, 1);
  sums.At(3, 0) = 10;
  const std::vector<Figure> figures =
      Bootstrap(sums,
                [](absl::Span<const double> total, FigureValues* values) {
                  values->Add(total[0] / 10);
                },
                {});
  EXPECT_EQ(figures[0].value, 1);
  EXPECT_EQ(figures[0].lower, 0);
  EXPECT_GE(figures[0].upper, 2);
}

TEST(BootstrapTest, NoResamplesNoWidth) {
  const Figure figure = Bootstrap(Coins(9, 3), Ratio, {.resamples = 0})[0];
  EXPECT_EQ(figure.lower, figure.value);
  EXPECT_EQ(figure.upper, figure.value);
}

TEST(BootstrapTest, ResamplesThatSayNothingAreLeftOut) {
  // Of two units one has a whole of 1: a quarter of the resamples has none.
  UnitSums sums(2, 2);
  sums.At(0, 0) = 1;
  sums.At(0, 1) = 1;
  const Figure figure = Bootstrap(sums, Ratio, {})[0];
  EXPECT_EQ(figure.lower, 1);
  EXPECT_EQ(figure.upper, 1);
}

TEST(BootstrapTest, NoUnits) {
  const Figure figure = Bootstrap(UnitSums(0, 2), Ratio, {})[0];
  EXPECT_EQ(figure.value, 0);
  EXPECT_EQ(figure.upper, 0);
}

TEST(FigureValuesTest, AgreementRules) {
  FigureValues values;
  values.AddAgreement(3, 4, 3, 6);
  EXPECT_DOUBLE_EQ(values.values()[0], .75);
  EXPECT_DOUBLE_EQ(values.values()[1], .5);
  EXPECT_DOUBLE_EQ(values.values()[2], .6);
  values.AddAgreement(0, 0, 0, 0);  // nothing to say: 1 over all units
  EXPECT_TRUE(std::isnan(values.values()[3]));
  EXPECT_EQ(values.undefined()[3], 1);
  values.AddAgreement(0, 0, 0, 6);
  values.AddAgreement(0, 4, 0, 0);
  for (size_t i = 6; i < 12; ++i) EXPECT_EQ(values.values()[i], 0);
}

}  // namespace
}  // namespace tikrar
