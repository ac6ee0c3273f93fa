// The marker lexicon: phrases with which a page, not its article, speaks.
//
// It labels what frequency cannot find because the source was seen once or
// twice, and gives roles to templates that frequency found. Matched on tokens,
// so spelling and punctuation do not matter beyond what the profile keeps.

#ifndef TIKRAR_CLASSIFY_MARKER_H_
#define TIKRAR_CLASSIFY_MARKER_H_

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "tikrar/classify.h"
#include "tikrar/text.h"

namespace tikrar {

enum class MarkerGroup : uint8_t {
  kRelated,  // header of a block about other articles
  kMore,     // "more": a header where such a block follows, else a link
  kTags,
  kShare,
  kCredit,
  kDate,
  kByline,
  kContact,
  kCaption,
  kCopyright,
  kMenu,
  kAdvert,
  kWidget,    // what a button says
  kComments,  // the comment form; nothing of the article follows
  kMasthead,  // an office of the paper; a name may follow on the next line
};

// The role of a boilerplate span of this group; kHeader for the first two.
Role RoleOfGroup(MarkerGroup group);

struct MarkerMatch {
  MarkerGroup group = MarkerGroup::kRelated;
  uint32_t tokens = 0;       // of the block that are the marker
  uint32_t token_begin = 0;  // the marker's first token, within the document
  TextRange head;            // the marker with its colon, within the text
  bool is_whole = false;     // the block says nothing but the marker
  bool has_colon = false;
};

class Markers {
 public:
  // Errors: those of Normalizer::Create.
  static absl::StatusOr<Markers> Create(Profile profile);

  // The longest marker that opens the block, if what stands around it is as
  // the lexicon demands. Cost: a look at one token, for nearly all blocks.
  std::optional<MarkerMatch> Match(const ClassifyDocument& document,
                                   const ClassifyBlock& block) const;

  // The first marker glued into the block, behind at least one other token: a
  // header of related articles with its colon ("… of the sentence. Read also:
  // …"), or one between slashes ("… of the sentence. // end //").
  std::optional<MarkerMatch> FindInside(const ClassifyDocument& document,
                                        const ClassifyBlock& block) const;

  // A block of nothing but a date or a time of day.
  bool IsDate(const ClassifyDocument& document,
              const ClassifyBlock& block) const;

  // Whether a token that begins with waw does so without meaning "and".
  bool HasOwnWaw(uint32_t token) const { return own_waw_.contains(token); }

  // Numbers of the tokens of `text`.
  void Number(std::string_view text, std::vector<uint32_t>* tokens) const;

 private:
  struct Rule {
    std::vector<uint32_t> tokens;
    uint32_t row;  // of the table
  };

  explicit Markers(Normalizer normalizer);
  std::optional<MarkerMatch> Check(const ClassifyDocument& document,
                                   const ClassifyBlock& block, uint32_t begin,
                                   bool inside) const;
  bool IsAsDemanded(const Rule& rule, const ClassifyDocument& document,
                    const ClassifyBlock& block, bool inside,
                    MarkerMatch* match) const;

  Normalizer normalizer_;
  std::vector<Rule> rules_;  // by first token, long ones first
  std::bitset<1 << 16> first_tokens_;
  absl::flat_hash_set<uint32_t> date_words_;
  absl::flat_hash_set<uint32_t> date_fillers_;
  absl::flat_hash_set<uint32_t> own_waw_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLASSIFY_MARKER_H_
