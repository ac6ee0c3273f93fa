#include "input/date_order.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_format.h"

namespace tikrar {
namespace {

constexpr int64_t kUnknown = std::numeric_limits<int64_t>::max();
constexpr int64_t kDay = 86400;

bool IsLeapYear(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysOf(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && IsLeapYear(year) ? 1 : 0);
}

// Every day of ten thousand years, counted one by one. The first is 719528
// days before 1970: 1970 years of 365.2425 days less what the leap days of an
// unfinished cycle of 400 years lack.
TEST(DateOrder, CountsEveryDay) {
  int64_t day_number = -719528;
  for (int year = 0; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= DaysOf(year, month); ++day, ++day_number) {
        ASSERT_EQ(
            DateOrder(absl::StrFormat("%04d-%02d-%02d", year, month, day)),
            day_number * kDay)
            << year << '-' << month << '-' << day;
      }
      ASSERT_EQ(DateOrder(absl::StrFormat("%04d-%02d-%02d", year, month,
                                          DaysOf(year, month) + 1)),
                kUnknown);
    }
  }
}

// `date -u -d ... +%s` gives these.
TEST(DateOrder, GivesSecondsSince1970) {
  EXPECT_EQ(DateOrder("1970-01-01"), 0);
  EXPECT_EQ(DateOrder("1969-12-31"), -kDay);
  EXPECT_EQ(DateOrder("2000-02-29"), 951782400);
  EXPECT_EQ(DateOrder("2015-03-04T05:06:07"), 1425445567);
  EXPECT_EQ(DateOrder("2015-03-04 05:06:07"), 1425445567);
  EXPECT_EQ(DateOrder("2015/03/04 05:06:07"), 1425445567);
  EXPECT_EQ(DateOrder("2015-03-04T05:06"), 1425445560);
  EXPECT_EQ(DateOrder("2015-03-04T05:06:07.891"), 1425445567);
}

TEST(DateOrder, TakesZonesOff) {
  const int64_t utc = DateOrder("2015-03-04T05:06:07Z");
  EXPECT_EQ(utc, 1425445567);
  EXPECT_EQ(DateOrder("2015-03-04T08:06:07+03:00"), utc);
  EXPECT_EQ(DateOrder("2015-03-04T08:06:07+0300"), utc);
  EXPECT_EQ(DateOrder("2015-03-04T00:06:07-05:00"), utc);
  EXPECT_EQ(DateOrder("2015-03-04T10:36:07.5+05:30"), utc);
  EXPECT_EQ(DateOrder("2015-03-04T05:06:07+00:00"), utc);
  EXPECT_EQ(DateOrder("2015-03-03T22:06-07:00"), utc - 7);
}

TEST(DateOrder, KnowsLeapDays) {
  for (const char* date : {"2024-02-29", "2000-02-29", "2400-02-29"}) {
    EXPECT_NE(DateOrder(date), kUnknown) << date;
  }
  for (const char* date :
       {"2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30"}) {
    EXPECT_EQ(DateOrder(date), kUnknown) << date;
  }
}

TEST(DateOrder, PutsWhatItCannotReadLast) {
  for (const char* date :
       {"",           "2015",        "2015-",       "2015-03",
        "2015-03-",   "2015-03-4",   "2015-3-04",   "15-03-04",
        "04-03-2015", "04/03/2015",  "20150304",    "2015-00-10",
        "2015-13-01", "2015-04-31",  "2015-01-00",  "2015-01-32",
        "-015-01-01", "+2015-01-01", " 2015-01-01", "x",
        "2015.03.04", "null",        "20155-03-04", "أمس",
        "٢٠١٥-٠٣-٠٤"}) {
    EXPECT_EQ(DateOrder(date), kUnknown) << date;
  }
}

// The day counts even where the clock cannot be read.
TEST(DateOrder, IgnoresAClockThatItCannotRead) {
  const int64_t day = DateOrder("2015-03-04");
  for (const char* rest :
       {"T", " ", "T5", "Tnoon", "T05", "T05:", "T05:6", " صباحا", "Z"}) {
    EXPECT_EQ(DateOrder("2015-03-04" + std::string(rest)), day) << rest;
  }
}

}  // namespace
}  // namespace tikrar
