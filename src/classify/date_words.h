// The words that dates are made of.

#ifndef TIKRAR_CLASSIFY_DATE_WORDS_H_
#define TIKRAR_CLASSIFY_DATE_WORDS_H_

#include <string_view>

namespace tikrar {

// Names of months and weekdays.
inline constexpr std::string_view kDateWords =
    // Gregorian, in the three namings of the Arab countries
    "يناير فبراير مارس أبريل إبريل ابريل مايو يونيو يونية يونيه يوليو يولية "
    "يوليه أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر كانون شباط آذار "
    "نيسان أيار حزيران تموز آب أيلول تشرين جانفي فيفري أفريل ماي جوان جويلية "
    "أوت يوليوز غشت شتنبر نونبر دجنبر "
    "January February March April May June July August September October "
    "November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec "
    // Hijri
    "محرم صفر ربيع جمادى رجب شعبان رمضان شوال القعدة الحجة "
    // weekdays
    "السبت الأحد الاحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس "
    "الجمعة Saturday Sunday Monday Tuesday Wednesday Thursday Friday Sat Sun "
    "Mon Tue Wed Thu Fri";

// What joins the parts of a date: "هـ الموافق", "الأول" of "كانون الأول".
inline constexpr std::string_view kDateGlue =
    "هـ م ه الموافق الأول الثاني الآخر الأولى الآخرة ذو ذي في من الساعة و";

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_DATE_WORDS_H_
