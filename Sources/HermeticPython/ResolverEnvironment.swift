import Glibc
import HermeticPolicy

/// The variables that steer libc's resolver, as they are at one moment.
struct ResolverEnvironment {
  private let values = Self.current

  /// A variable that is not as it was then.
  var firstChange: String? {
    let now = Self.current
    return CatalogEntry.resolverVariables.first { now[$0] != values[$0] }
  }

  private static var current: [String: String] {
    var found: [String: String] = [:]
    for name in CatalogEntry.resolverVariables {
      // SAFETY: the text is copied at once; libc's own resolver reads it in the same way.
      if let value = unsafe getenv(name) { found[name] = unsafe String(cString: value) }
    }
    return found
  }
}
