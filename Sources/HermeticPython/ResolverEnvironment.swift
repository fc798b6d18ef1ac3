import CHermetic
import HermeticPolicy

/// The variables that steer libc's resolver, as they were at the start.
struct ResolverEnvironment {
  init() {
    for name in CatalogEntry.resolverVariables { unsafe hermetic_watch_variable(name) }
  }

  /// A variable that is not as it was then.
  var firstChange: String? {
    unsafe hermetic_changed_variable().map { unsafe String(cString: $0) }
  }
}
