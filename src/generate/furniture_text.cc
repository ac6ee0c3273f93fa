#include "generate/furniture_text.h"

namespace tikrar {
namespace {

constexpr std::string_view kMastheads[] = {
    "%N - صحيفة يومية مستقلة تصدر عن دار الأفق للنشر",
    "%N | أخبار على مدار الساعة",
    "%N ... الخبر كما هو",
    "موقع %N الإخباري - من قلب الحدث",
    "%N: يومية سياسية شاملة",
    "%N اليوم ~ نافذتك على العالم",
};
constexpr std::string_view kMenus[] = {
    "الرئيسية | محليات | اقتصاد | رياضة | ثقافة | منوعات | اتصل بنا",
    "الرئيسية أخبار عربية أخبار دولية اقتصاد وأعمال علوم وتقنية رياضة صحة "
    "فيديو",
    "الصفحة الأولى / شؤون محلية / مال / ملاعب / كتاب وآراء / الأرشيف",
    "الرئيسية\nآخر الأنباء\nتقارير\nحوارات\nكاريكاتير\nالطقس",
    "سياسة - اقتصاد - مجتمع - تحقيقات - ملاحق - بحث متقدم",
    "الرئيسية » أخبار » تفاصيل الخبر",
};
constexpr std::string_view kDates[] = {
    "آخر تحديث: %W %D %M %Y - %h", "%W، %D %M %Y الساعة %h",
    "تاريخ النشر: %D/%m/%Y",       "نشر في: %D %M %Y %h بتوقيت غرينتش",
    "%W %D %M %Y العدد %#",        "أضيف يوم %W %D %M %Y",
};
constexpr std::string_view kBylines[] = {
    "كتب: %p",      "%p - %c", "بقلم: %p", "تقرير: %p", "إعداد: %p ومراسلي %N",
    "%c - مكتب %N",
};
constexpr std::string_view kHeads[] = {
    "%c - %N: ",
    "%c (%N) - ",
    "%N، %c: ",
};
constexpr std::string_view kCaptions[] = {
    "تصوير: %p",
    "(أرشيف %N)",
    "صورة من أرشيف %N",
};
constexpr std::string_view kTails[] = {
    " رابط الخبر ب%N: %T",
    " // انتهى // %h ت م",
    " ...المزيد",
    " لقراءة الخبر من موقع %N: %T",
};
constexpr std::string_view kCredits[] = {
    "المصدر: %N",          "المصدر: %N + وكالات",    "(%N - وكالات)",
    "* خدمة %N الإخبارية", "نقلا عن مراسل %N في %c",
};
constexpr std::string_view kTags[] = {
    "الوسوم: %t",
    "كلمات دلالية: %t",
    "سمات %t",
    "تاغ: %t",
};
constexpr std::string_view kShares[] = {
    "شارك الخبر: فيسبوك تويتر واتساب تيليغرام",
    "أرسل إلى صديق\nطباعة الصفحة\nحجم الخط",
    "شارك هذا المقال عبر مواقع التواصل",
    "انشر على فيسبوك | غرد على تويتر | أرسل بالبريد",
    "مشاركة\nطباعة",
};
constexpr std::string_view kContacts[] = {
    "للتواصل مع الكاتب أرسل رسالة نصية تبدأ بالرمز %# إلى\n70415 - شبكة الأفق\n"
    "61208 - شبكة المدار",
    "للإعلان في %N اتصل على 0800 55 71 90",
    "راسلونا على بريد %N الإلكتروني",
    "هاتف 4417 220 - فاكس 4418 220 - ص. ب. 1190",
};
constexpr std::string_view kAdverts[] = {
    "إعلان",
    "اشترك الآن في نشرة %N البريدية",
    "حمل تطبيق %N على هاتفك مجانا",
    "تابعوا %N على يوتيوب ليصلكم كل جديد",
};
constexpr std::string_view kOthers[] = {
    "عدد القراءات: %#",
    "التعليقات (%#)",
    "قيم هذا الخبر: %# صوتا",
    "الآراء المنشورة تعبر عن أصحابها ولا تمثل رأي %N",
};
constexpr std::string_view kCopyrights[] = {
    "جميع الحقوق محفوظة %N © %Y",
    "© %N %Y - كل الحقوق محفوظة ولا يجوز النقل إلا بإذن",
    "حقوق النشر محفوظة لدى %N",
    "تصميم وبرمجة: ورشة الحرف الرقمية لصالح %N",
};

const FurnitureSort kSorts[] = {
    {"masthead", Placement::kTop, 0.6, kMastheads},
    {"menu", Placement::kTop, 0.6, kMenus},
    {"date", Placement::kTop, 0.75, kDates},
    {"byline", Placement::kTop, 0.5, kBylines},
    {"caption", Placement::kTop, 0.2, kCaptions},
    {"byline", Placement::kGluedHead, 0.15, kHeads},
    {"credit", Placement::kGluedTail, 0.3, kTails},
    {"credit", Placement::kBottom, 0.4, kCredits},
    {"tags", Placement::kBottom, 0.4, kTags},
    {"share", Placement::kBottom, 0.6, kShares},
    {"contact", Placement::kBottom, 0.35, kContacts},
    {"advert", Placement::kBottom, 0.25, kAdverts},
    {"other", Placement::kBottom, 0.35, kOthers},
    {"copyright", Placement::kBottom, 0.6, kCopyrights},
};

constexpr std::string_view kRelatedHeaders[] = {
    "إقرأ أيضاً:",      "اقرأ أيضا",    "مقالات ذات صلة",     "روابط ذات علاقة",
    "مواضيع ذات صلة:", "أخبار متعلقة", "الزوار شاهدوا أيضاً", "قد يهمك أيضا",
    "للمزيد:",         "الأكثر قراءة", "طالع أيضا:",         "من أرشيف القسم",
};
constexpr std::string_view kArticleHeaders[] = {
    "إقرأ أيضاً:",
    "اقرأ أيضا:",
    "الخبر التالي",
    "من الأخبار السابقة",
};
constexpr std::string_view kTeaserBylines[] = {
    "كتب: %p",
    "%D %M %Y",
    "%p - %D %M",
    "نشر في %D %M %Y",
};

constexpr PaperNoun kNouns[] = {
    {"الميناء", "mina"},        {"السنبلة", "sanbala"},   {"المرصاد", "mirsad"},
    {"الفجر الجديد", "fajr"},   {"المنارة", "manara"},    {"الراصد", "rasid"},
    {"البيان الحر", "bayan"},   {"الأفق", "ufuq"},        {"المدار", "madar"},
    {"الشراع", "shiraa"},       {"البوصلة", "bawsala"},   {"النبراس", "nibras"},
    {"الواحة", "waha"},         {"الجسر", "jisr"},        {"السارية", "sariya"},
    {"المحراث", "mihrath"},     {"الينبوع", "yanbu"},     {"القلم", "qalam"},
    {"الصدى", "sada"},          {"المشكاة", "mishkat"},   {"البيدر", "baydar"},
    {"الخليج الأزرق", "azraq"}, {"الساحل", "sahil"},      {"القافلة", "qafila"},
    {"المسار", "masar"},        {"الحقيقة", "haqiqa"},    {"النورس", "nawras"},
    {"الرواق", "riwaq"},        {"المنبر", "minbar"},     {"الضحى", "duha"},
    {"الغيث", "ghayth"},        {"السنديان", "sindiyan"}, {"المرفأ", "marfa"},
    {"الكوكب", "kawkab"},       {"الربيع", "rabi"},       {"النخيل", "nakhil"},
    {"الدليل", "dalil"},        {"المجرة", "majarra"},    {"الرابية", "rabiya"},
    {"الأثير", "athir"},
};
constexpr PaperNoun kPaperSorts[] = {
    {"صحيفة", "daily"}, {"وكالة", "agency"}, {"جريدة", "paper"},
    {"شبكة", "net"},    {"بوابة", "portal"}, {"مجلة", "mag"},
};

}  // namespace

absl::Span<const FurnitureSort> FurnitureSorts() { return kSorts; }
absl::Span<const std::string_view> RelatedHeaders() { return kRelatedHeaders; }
absl::Span<const std::string_view> ArticleHeaders() { return kArticleHeaders; }
absl::Span<const std::string_view> TeaserBylines() { return kTeaserBylines; }
absl::Span<const PaperNoun> PaperNouns() { return kNouns; }
absl::Span<const PaperNoun> PaperSorts() { return kPaperSorts; }

}  // namespace tikrar
