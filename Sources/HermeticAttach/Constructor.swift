private import CInterposition
private import HermeticEngine

/// What the dynamic loader calls before the interpreter's `main` (System V ABI, `DT_INIT_ARRAY`; glibc
/// passes the arguments and the environment).
private typealias Constructor =
  @convention(c) (
    CInt, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
    UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) -> Void

@section(".init_array") @used
private let constructor: Constructor = { _, arguments, environment in
  hermetic_interpose()
  // SAFETY: the loader passes the process's own argument and environment lists.
  unsafe Attachment.begin(arguments, environment)
}
