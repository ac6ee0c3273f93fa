// The folder that a command writes: under the name NAME.partial until it is
// whole, so that a call that was stopped can go on there, and NAME never holds
// half of anything.

#ifndef TIKRAR_REPORT_PARTIAL_FOLDER_H_
#define TIKRAR_REPORT_PARTIAL_FOLDER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tikrar {

// Calls must match: Find Open (files below partial_path)
// (Publish | a rename of what is in it, then Remove).
class PartialFolder {
 public:
  // Says whether what is called `name` now, `target` with symbolic links
  // followed, may go. Called only if something is there.
  using CheckTaken = absl::Status (*)(std::string_view name,
                                      const std::string& target);
  static absl::Status MustBeEmpty(std::string_view name,
                                  const std::string& target);
  static absl::Status MayBeAny(std::string_view name,
                               const std::string& target);

  // Error: the parent is missing or not writable, or what `check` says.
  // Without `durable` the disk is not waited for.
  static absl::StatusOr<PartialFolder> Find(std::string_view name,
                                            CheckTaken check,
                                            bool durable = true);
  ~PartialFolder();
  PartialFolder(PartialFolder&& other) noexcept;
  PartialFolder& operator=(PartialFolder&&) = delete;

  // Makes the folder, if it is not there, and locks it. Error: another process
  // writes it, for a second or longer.
  absl::Status Open();
  // Removes all that is in it.
  absl::Status Empty();
  // Waits until the disk has everything of the file system that it is on.
  absl::Status Sync() const;
  // Gives the folder its final name, which must be free or an empty folder.
  absl::Status Publish();
  // Removes the folder with all that is in it, as well as that goes.
  void Remove();

  const std::string& final_path() const { return final_path_; }
  const std::string& partial_path() const { return partial_path_; }

 private:
  PartialFolder(std::string final_path, std::string partial_path)
      : final_path_(std::move(final_path)),
        partial_path_(std::move(partial_path)) {}
  absl::Status IsLocked() const;

  std::string final_path_;
  std::string partial_path_;
  bool durable_ = true;
  int descriptor_ = -1;  // of the folder, locked
};

// Replaces the file by `bytes`: whenever the machine stops, either all of the
// old ones are there or all of the new ones.
absl::Status ReplaceFile(const std::string& path, std::string_view bytes);

// Gives `path`.new, which is on the disk, the name `path`, and waits until the
// disk has that, too.
absl::Status RenameNewFile(const std::string& path);

// Waits until the disk has the names in the folder.
absl::Status SyncFolder(const std::string& path);

// What a call was, to be compared with the next one: names and values as JSON.
using CallValues = std::vector<std::pair<std::string, std::string>>;

// The first difference of two calls in words, "" if there is none.
std::string CallDifference(const CallValues& then, const CallValues& now);

// Not OK, with the first difference, where the call that began what is in
// `partial_path` was another one.
absl::Status CheckSameCall(std::string_view partial_path,
                           const CallValues& then, const CallValues& now);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_PARTIAL_FOLDER_H_
