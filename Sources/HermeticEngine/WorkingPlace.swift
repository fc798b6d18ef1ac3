import Glibc
import SystemPackage

/// Where the user stands: what paths in a policy are relative to.
package struct WorkingPlace: Hashable, Sendable {
  /// The working directory; nil where it is gone, or its path is not UTF-8.
  package let folder: String?
  /// What HOME says, or else the user's account.
  package let home: String?

  /// As it is when first asked for.
  package static let current = WorkingPlace(
    folder: (try? FilePath.currentDirectory()).flatMap { String(validating: $0) },
    home: Environment.value(of: "HOME").map { String(validating: $0.bytes, as: UTF8.self) }
      ?? accountHome)

  /// The home that the user's account has, which may take a server to tell.
  // SAFETY: nobody else is there yet to ask for an account. Its strings are copied at once.
  package static let accountHome = unsafe getpwuid(getuid()).flatMap {
    unsafe String(validatingCString: $0.pointee.pw_dir)
  }
}
