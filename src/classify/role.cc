#include "tikrar/classify.h"

namespace tikrar {

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kNone:
      return "";
    case Role::kHeader:
      return "header";
    case Role::kHeadline:
      return "headline";
    case Role::kTeaser:
      return "teaser";
    case Role::kArticle:
      return "article";
    case Role::kByline:
      return "byline";
    case Role::kMasthead:
      return "masthead";
    case Role::kMenu:
      return "menu";
    case Role::kDate:
      return "date";
    case Role::kCredit:
      return "credit";
    case Role::kTags:
      return "tags";
    case Role::kShare:
      return "share";
    case Role::kCaption:
      return "caption";
    case Role::kCopyright:
      return "copyright";
    case Role::kContact:
      return "contact";
    case Role::kAdvert:
      return "advert";
    case Role::kOther:
      return "other";
  }
  return "";
}

}  // namespace tikrar
