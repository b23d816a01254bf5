/** Applications that come with Erlang/OTP, also those that older releases had, and with Elixir. */
const names = new Set(
  (
    "appmon asn1 common_test compiler cosEvent cosEventDomain cosFileTransfer cosNotification cosProperty cosTime " +
    "cosTransactions crypto debugger dialyzer diameter edoc eldap erl_docgen erl_interface erts et eunit ftp gs hipe ic " +
    "inets jinterface kernel megaco mnesia observer odbc orber os_mon ose otp_mibs parsetools percept public_key reltool " +
    "runtime_tools sasl snmp ssh ssl stdlib syntax_tools test_server tftp tools typer webtool wx xmerl " +
    "eex elixir ex_unit iex logger mix"
  ).split(" "),
);

/**
 * Whether an application of this name is of Erlang/OTP or Elixir. Where it lies does not tell: releases copy these beside
 * those of Hex, and distributions put those of Hex beside these.
 */
export function isPlatformApplication(name: string): boolean {
  return names.has(name);
}
