// Where this checkout is. One file knows, so that a compiler cache that other
// checkouts share serves all others.

#ifndef TIKRAR_TESTS_SOURCE_DIR_H_
#define TIKRAR_TESTS_SOURCE_DIR_H_

#include <string>

namespace tikrar {

std::string SourceDir();  // without a `/` at its end

// The evaluation texts: TIKRAR_SHARED, or `shared` beside the checkout.
std::string SharedDir();

}  // namespace tikrar

#endif  // TIKRAR_TESTS_SOURCE_DIR_H_
